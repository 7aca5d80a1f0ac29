// What Markdown may become, read off the nodes: no element that was not asked for, no link but http(s).
import { describe, expect, test } from "vitest";
import type { VNode } from "preact";
import { Markdown, PlainText } from "./markdown";
import { spoken } from "./spoken";

type Props = Record<string, unknown> & { children?: unknown };

/** Every element of a tree with its attributes, function components called. */
function elements(node: unknown): { tag: string; props: Props }[] {
  if (Array.isArray(node)) return node.flatMap(elements);
  if (typeof node !== "object" || node === null) return [];
  const { type, props } = node as VNode<Props>;
  if (typeof type === "function") return elements((type as (props: Props) => unknown)(props));
  return [{ tag: type as string, props }, ...elements(props.children)];
}
function text(node: unknown): string {
  if (Array.isArray(node)) return node.map(text).join("");
  if (typeof node === "string" || typeof node === "number") return String(node);
  if (typeof node !== "object" || node === null) return "";
  const { type, props } = node as VNode<Props>;
  return typeof type === "function" ? text((type as (props: Props) => unknown)(props)) : text(props.children);
}
const tags = (markdown: string): string[] => elements(<Markdown text={markdown} />).map(({ tag }) => tag);

describe("Markdown", () => {
  test("headings, lists, tables, emphasis and quotes become nodes", () => {
    expect(tags("# A\n\n- **b**\n- _c_\n\n| d | e |\n|---|---|\n| 1 | 2 |\n\n> f")).toEqual(
      expect.arrayContaining(["h3", "ul", "li", "strong", "em", "table", "th", "td", "blockquote"]),
    );
  });

  test.each([
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "text <b onclick='x()'>bold</b>", "<iframe src='//evil'></iframe>",
    "<svg/onload=alert(1)>", "<style>*{}</style>", "[a](<javascript:alert(1)>)", "![x](https://evil.example/x.png)",
  ])("%s makes no foreign element", (markdown) => {
    expect(tags(markdown).filter((tag) => !["div", "p", "li", "ul"].includes(tag))).toEqual([]);
  });

  test.each(["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "//evil.example", "/console", "mailto:a@b.example", "file:///etc/passwd"])(
    "a link to %s is only words",
    (href) => {
      const rendered = <Markdown text={`[click](${href})`} />;
      expect(elements(rendered).map(({ tag }) => tag)).not.toContain("a");
      expect(text(rendered)).toContain("click");
    },
  );

  test("a link outside opens apart and tells nobody where from", () => {
    const link = elements(<Markdown text="[site](https://clover.example/x)" />).find(({ tag }) => tag === "a");
    expect(link?.props).toMatchObject({ href: "https://clover.example/x", target: "_blank", rel: "noopener noreferrer nofollow" });
  });

  test("a link to an article opens it inside", () => {
    let opened = "";
    const button = elements(<Markdown text="[see](kb:returns)" onArticle={(id) => (opened = id)} />).find(({ tag }) => tag === "button");
    (button?.props["onClick"] as () => void)();
    expect(opened).toBe("returns");
    expect(tags("[see](kb:returns)")).not.toContain("button");
  });

  test("entities are characters, and a price is not torn apart", () => {
    expect(text(<Markdown text="Tea &amp; cups: 14 900 ₽ &lt;b&gt;" />)).toBe("Tea & cups: 14\u00a0900\u00a0₽ <b>");
  });
});

describe("plain words", () => {
  test("keep their Markdown as it was typed, and link only http(s)", () => {
    const rendered = <PlainText text={"**no** https://clover.example/a. javascript:alert(1)"} />;
    expect(text(rendered)).toBe("**no** https://clover.example/a. javascript:alert(1)");
    expect(elements(rendered).filter(({ tag }) => tag === "a").map(({ props }) => props["href"])).toEqual(["https://clover.example/a"]);
  });
});

describe("read aloud", () => {
  test("only the words are left, a table row by row", () => {
    expect(spoken("**Курьер** [возит](kb:x):\n\n| Город | Цена |\n|---|---|\n| Казань | 520 ₽ |\n\n- раз\n- два")).toBe(
      "Курьер возит: Город, Цена. Казань, 520 ₽. раз; два",
    );
  });
});
