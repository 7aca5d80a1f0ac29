// Markdown as it is read aloud: its words alone, a row of a table as one phrase.
import { lexer, type Token, type Tokens } from "marked";

export function spoken(markdown: string): string {
  return lexer(markdown, { gfm: true, breaks: true }).map(words).filter(Boolean).join(" ").replace(/\s+/g, " ").trim();
}

function words(token: Token): string {
  switch (token.type) {
    case "table":
      return [(token as Tokens.Table).header, ...(token as Tokens.Table).rows].map((row) => `${row.map(inner).join(", ")}.`).join(" ");
    case "list":
      return (token as Tokens.List).items.map((item) => item.tokens.map(words).join(" ")).join("; ");
    case "space":
    case "hr":
    case "def":
      return "";
    case "br":
      return " ";
    default:
      return inner(token);
  }
}

function inner(token: { tokens?: Token[]; text?: string; raw?: string }): string {
  return token.tokens ? token.tokens.map(words).join("") : (token.text ?? token.raw ?? "");
}
