#!/usr/bin/env bash
# Builds all that is committed under generated/. Arguments go to every build: --check only compares.
set -euo pipefail
cd "$(dirname "$0")/.."

build() { node dist/cli.cjs build "$@"; }
kvm=(rules/kvm/{setup,host,vcpu,consumers}.rules)

build "$@" rules/cpu.rules
build "$@" -o generated/kvm-7.1.5.ts "${kvm[@]}" rules/kvm/7.1.5.rules
build "$@" -o generated/kvm-next.ts "${kvm[@]}" rules/kvm/next.rules
build "$@" -o generated/kvm-history.ts rules/kvm/history/{governed,guest-default,kvm-default}.rules
