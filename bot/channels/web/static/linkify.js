// Makes addresses and numbers in a reply clickable, with DOM nodes only: text never becomes markup.

const FOUND = new RegExp(
  [
    String.raw`(?<url>(?<![\p{L}\p{N}@])(?:https?:\/\/|www\.)[^\s<>"„“”]+)`,
    String.raw`(?<mail>[\p{L}\p{N}._%+\-]{1,64}@[\p{L}\p{N}\-]{1,63}(?:\.[\p{L}\p{N}\-]{1,63})+)`,
    String.raw`(?<phone>(?<![\p{L}\p{N}.,:+\/§\-])(?:\+[1-9]|0[1-9]\d)\d*(?:[ \u00a0]?[\/\-–(]?[ \u00a0]?\d+\)?)+(?![\p{L}\d]))`,
    // Three digits are a number to call unless the words around them say otherwise ("§ 110", "Hauptstraße 112").
    String.raw`(?<short>(?<![\p{L}\p{N}.,:+\/§\-])(?<!(?:§|[Nn]r\.|Nummer|Raum|Zimmer|Seite|Linie|Bus|Artikel|Art\.|Abs\.|\p{L}(?:stra(?:ß|ss)e|str\.|weg|platz|allee|gasse|ring)) )(?:11[025](?! (?:\p{Lu}|€|%))|116[ \u00a0]?\d{3})(?![\p{L}\d%€\/\-]|[.,:]\d))`,
  ].join("|"),
  "gu",
);

/** The text as a fragment in which web and mail addresses and telephone numbers are links. */
export function linkify(text) {
  const fragment = document.createDocumentFragment();
  let done = 0;
  for (const match of text.matchAll(FOUND)) {
    const [shown, href] = target(match);
    if (!href) continue;
    fragment.append(text.slice(done, match.index), anchor(shown, href));
    done = match.index + shown.length;
  }
  fragment.append(text.slice(done));
  return fragment;
}

function target(match) {
  const { url, mail, phone, short } = match.groups;
  if (url) {
    const shown = withoutTail(url);
    return [shown, webAddress(shown)];
  }
  if (mail) {
    const shown = mail.replace(/[.\-]+$/u, "");
    return [shown, shown.includes("@") ? `mailto:${encodeURIComponent(shown).replace("%40", "@")}` : null];
  }
  return [phone ?? short, telephone(phone ?? short)];
}

/** Punctuation that ends the sentence, not the address. */
function withoutTail(url) {
  const shown = url.replace(/[.,;:!?…'’)\]*]+$/u, "");
  const opened = (shown.match(/\(/gu) ?? []).length - (shown.match(/\)/gu) ?? []).length;
  return url.slice(0, shown.length + (opened > 0 && url[shown.length] === ")" ? 1 : 0));
}

function webAddress(shown) {
  try {
    const url = new URL(shown.startsWith("www.") ? `https://${shown}` : shown);
    const safe = ["http:", "https:"].includes(url.protocol) && !url.username && !url.password;
    return safe && url.hostname.includes(".") ? url.href : null;
  } catch {
    return null;
  }
}

function telephone(shown) {
  const digits = shown.replace(/\(0\)|[^+\d]/gu, "");
  const count = digits.replace("+", "").length;
  return count === 3 || (count >= 6 && count <= 15) ? `tel:${digits}` : null;
}

function anchor(shown, href) {
  const link = document.createElement("a");
  link.textContent = shown;
  link.href = href;
  if (href.startsWith("http")) {
    link.target = "_blank";
    link.rel = "noopener noreferrer";
  }
  return link;
}
