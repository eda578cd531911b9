import { expect, test } from "vitest";

import { escapeMarkup, markup, scriptJson, trusted } from "../../src/picture/markup.ts";

test("the template is markup, and its parts are text", () => {
  const text = `<img src=x onerror="alert('1')"> & \``;
  expect(markup`<b title="${text}">${text}</b>`.markup).toBe(
    `<b title="&#60;img src=x onerror=&#34;alert(&#39;1&#39;)&#34;&#62; &#38; &#96;">&#60;img src=x onerror=&#34;alert(&#39;1&#39;)&#34;&#62; &#38; &#96;</b>`,
  );
});

test("markup, numbers and lists of parts are put in as they are", () => {
  expect(markup`<ul>${[markup`<li>${1}</li>`, trusted("<hr>"), "<"]}</ul>`.markup).toBe(
    "<ul><li>1</li><hr>&#60;</ul>",
  );
});

test("invisible characters are shown as escapes", () => {
  expect(escapeMarkup("a\u001b[31mb\u2028c\u202ed")).toBe("a\\x1b[31mb\\u2028c\\u202ed");
});

test("JSON in a script cannot end it, and is the same value", () => {
  const value = { text: "</script><!--<script>]]>&" };
  const { markup: json } = scriptJson(value);
  expect(json).not.toMatch(/[<>&]/);
  expect(JSON.parse(json)).toEqual(value);
});
