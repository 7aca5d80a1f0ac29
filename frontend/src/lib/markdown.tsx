// Markdown as nodes: built from marked's tokens, never from HTML; no images, no styles, links to http(s) alone.
import type { ComponentChild, ComponentChildren, VNode } from "preact";
import { lexer, type Token, type Tokens } from "marked";

/** `onArticle` opens a `kb:` link; without it such a link is plain text. `newTab` is read out after outside links. */
export type MarkdownProps = {
  text: string;
  onArticle?: ((id: string) => void) | undefined;
  newTab?: string | undefined;
  /** The level that a "#" heading gets; lower ones follow. */
  topHeading?: number;
};
type Rules = Omit<MarkdownProps, "text">;

export function Markdown({ text, ...rules }: MarkdownProps): VNode {
  return <div class="prose">{blocks(lexer(text, { gfm: true, breaks: true }), rules)}</div>;
}

/** Somebody's own words: line breaks and links to http(s), nothing else. */
export function PlainText({ text, newTab }: { text: string; newTab?: string }): VNode {
  const parts = text.split(/(https?:\/\/[^\s<>"'«»]+[^\s<>"'«».,;:!?)\]])/g);
  return (
    <div class="prose plain">
      {parts.map((part, at) => (at % 2 === 1 ? <OutsideLink href={part} newTab={newTab}>{part}</OutsideLink> : part))}
    </div>
  );
}

function blocks(tokens: readonly Token[], rules: Rules): ComponentChild[] {
  return tokens.map((token) => block(token, rules));
}

function block(token: Token, rules: Rules): ComponentChild {
  switch (token.type) {
    case "space":
    case "def":
      return null;
    case "heading":
      return heading(token as Tokens.Heading, rules);
    case "paragraph":
      return <p>{inline(token, rules)}</p>;
    case "list":
      return list(token as Tokens.List, rules);
    case "blockquote":
      return <blockquote>{blocks((token as Tokens.Blockquote).tokens, rules)}</blockquote>;
    case "code":
      return <pre tabIndex={0}><code>{(token as Tokens.Code).text}</code></pre>;
    case "table":
      return table(token as Tokens.Table, rules);
    case "hr":
      return <hr />;
    case "text":
      return inline(token, rules);
    default:
      return <p>{plain(token.raw)}</p>;
  }
}

function heading(token: Tokens.Heading, rules: Rules): VNode {
  const level = Math.min(6, token.depth - 1 + (rules.topHeading ?? 3));
  const Tag = `h${level}` as "h2" | "h3" | "h4" | "h5" | "h6";
  return <Tag>{inline(token, rules)}</Tag>;
}

function list(token: Tokens.List, rules: Rules): VNode {
  const items = token.items.map((item) => <li>{blocks(item.tokens, rules)}</li>);
  return token.ordered ? <ol start={Number(token.start) || 1}>{items}</ol> : <ul>{items}</ul>;
}

function table(token: Tokens.Table, rules: Rules): VNode {
  return (
    <div class="table" tabIndex={0} role="group">
      <table>
        <thead>
          <tr>{token.header.map((cell) => <th scope="col">{inline(cell, rules)}</th>)}</tr>
        </thead>
        <tbody>
          {token.rows.map((row) => <tr>{row.map((cell) => <td>{inline(cell, rules)}</td>)}</tr>)}
        </tbody>
      </table>
    </div>
  );
}

function inline(parent: { tokens?: Token[] | undefined; text?: string }, rules: Rules): ComponentChild {
  if (parent.tokens === undefined) return plain(parent.text ?? "");
  return parent.tokens.map((token) => span(token, rules));
}

function span(token: Token, rules: Rules): ComponentChild {
  switch (token.type) {
    case "strong":
      return <strong>{inline(token as Tokens.Strong, rules)}</strong>;
    case "em":
      return <em>{inline(token as Tokens.Em, rules)}</em>;
    case "del":
      return <del>{inline(token as Tokens.Del, rules)}</del>;
    case "codespan":
      return <code>{plain((token as Tokens.Codespan).text)}</code>;
    case "br":
      return <br />;
    case "link":
      return link(token as Tokens.Link, rules);
    case "image":
      return plain((token as Tokens.Image).text);
    case "escape":
    case "text":
      return inline(token as Tokens.Text, rules);
    default:
      return plain(token.raw);
  }
}

function link(token: Tokens.Link, rules: Rules): ComponentChild {
  const words = inline(token, rules);
  if (token.href.startsWith("kb:") && rules.onArticle) {
    const open = rules.onArticle;
    return <button type="button" class="link" onClick={() => open(token.href.slice(3))}>{words}</button>;
  }
  return isOutside(token.href) ? <OutsideLink href={token.href} newTab={rules.newTab}>{words}</OutsideLink> : words;
}

function isOutside(href: string): boolean {
  return /^https?:\/\//i.test(href) && URL.canParse(href);
}

type OutsideLinkProps = { href: string; newTab?: string | undefined; children: ComponentChildren };

function OutsideLink({ href, newTab, children }: OutsideLinkProps): VNode {
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      {children}
      {newTab ? <span class="unseen"> ({newTab})</span> : null}
    </a>
  );
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&nbsp;": "\u00a0",
};

/** Text without entities; a number is never torn from its thousands or from its unit. */
function plain(text: string): string {
  const decoded = text.replace(/&(?:amp|lt|gt|quot|#39|nbsp);/g, (entity) => ENTITIES[entity] ?? entity);
  return decoded.replace(/(\d) (?=\d{3}(?!\d)|[₽%№])/g, "$1\u00a0");
}
