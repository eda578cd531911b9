/**
 * The names that Linux 7.1 prints in `/proc/cpuinfo`: of features in `flags`, of bugs in `bugs`, in the
 * order of its words. Its `cpufeatures.h` defines more features than these; it prints none of the others.
 */

export const PRINTED_FLAGS: readonly string[] = (
  "fpu vme de pse tsc msr pae mce cx8 apic sep mtrr pge mca cmov pat pse36 pn clflush dts acpi mmx fxsr sse " +
  "sse2 ss ht tm ia64 pbe syscall mp nx mmxext fxsr_opt pdpe1gb rdtscp lm 3dnowext 3dnow recovery longrun " +
  "lrti cxmmx k6_mtrr cyrix_arr centaur_mcr constant_tsc up art arch_perfmon pebs bts rep_good amd_lbr_v2 " +
  "acc_power nopl xtopology tsc_reliable nonstop_tsc cpuid extd_apicid amd_dcm aperfmperf rapl " +
  "nonstop_tsc_s3 tsc_known_freq pni pclmulqdq dtes64 monitor ds_cpl vmx smx est tm2 ssse3 cid sdbg fma " +
  "cx16 xtpr pdcm pcid dca sse4_1 sse4_2 x2apic movbe popcnt tsc_deadline_timer aes xsave avx f16c rdrand " +
  "hypervisor rng rng_en ace ace_en ace2 ace2_en phe phe_en pmm pmm_en lahf_lm cmp_legacy svm extapic " +
  "cr8_legacy abm sse4a misalignsse 3dnowprefetch osvw ibs xop skinit wdt lwp fma4 tce nodeid_msr tbm " +
  "topoext perfctr_core perfctr_nb bpext ptsc perfctr_llc mwaitx ring3mwait cpuid_fault cpb epb cat_l3 " +
  "cat_l2 cdp_l3 tdx_host_platform hw_pstate proc_feedback pti intel_ppin cdp_l2 ssbd mba perfmon_v2 ibrs " +
  "ibpb stibp ibrs_enhanced tpr_shadow flexpriority ept vpid vmmcall ept_ad tdx_guest fsgsbase tsc_adjust " +
  "sgx bmi1 hle avx2 smep bmi2 erms invpcid rtm cqm mpx rdt_a avx512f avx512dq rdseed adx smap avx512ifma " +
  "clflushopt clwb intel_pt avx512pf avx512er avx512cd sha_ni avx512bw avx512vl xsaveopt xsavec xgetbv1 " +
  "xsaves cqm_llc cqm_occup_llc cqm_mbm_total cqm_mbm_local split_lock_detect user_shstk avx_vnni " +
  "avx512_bf16 lass fred lam clzero irperf xsaveerptr rdpru wbnoinvd amd_ppin virt_ssbd cppc brs dtherm ida " +
  "arat pln pts hwp hwp_notify hwp_act_window hwp_epp hwp_pkg_req hfi npt lbrv svm_lock nrip_save tsc_scale " +
  "vmcb_clean flushbyasid decodeassists pausefilter pfthreshold avic v_vmsave_vmload vgif x2avic " +
  "v_spec_ctrl vnmi avx512vbmi umip pku ospke waitpkg avx512_vbmi2 gfni vaes vpclmulqdq avx512_vnni " +
  "avx512_bitalg tme avx512_vpopcntdq la57 rdpid bus_lock_detect cldemote movdiri movdir64b enqcmd sgx_lc " +
  "overflow_recov succor smca avx512_4vnniw avx512_4fmaps fsrm avx512_vp2intersect md_clear serialize " +
  "tsxldtrk pconfig arch_lbr ibt amx_bf16 avx512_fp16 amx_tile amx_int8 flush_l1d arch_capabilities sme sev " +
  "sev_es sev_snp debug_swap svsm amd_lbr_pmc_freeze"
).split(" ");

export const PRINTED_BUGS: readonly string[] = (
  "f00f fdiv coma tlb_mmatch apic_c1e 11ap fxsave_leak clflush_monitor sysret_ss_attrs null_seg " +
  "swapgs_fence monitor amd_e400 cpu_meltdown spectre_v1 spectre_v2 spec_store_bypass l1tf mds msbds_only " +
  "swapgs taa itlb_multihit srbds mmio_stale_data retbleed eibrs_pbrsb smt_rsb gds tdx_pw_mce srso div0 " +
  "rfds bhi ibpb_no_ret spectre_v2_user old_microcode its its_native_only tsa vmscape"
).split(" ");
