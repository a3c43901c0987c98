const ASTRAL = /[\ud800-\udfff]/;

/** Slices by code points, the unit of all offsets. */
export function slice(text, start, end) {
  if (!ASTRAL.test(text)) return text.slice(start, end);
  return [...text].slice(start, end).join("");
}

export function length(text) {
  return ASTRAL.test(text) ? [...text].length : text.length;
}

/** The form in which two spellings are equal: width, case, spaces. */
export function fold(text) {
  return text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
}

export function shorten(text, limit) {
  return length(text) > limit ? `${slice(text, 0, limit - 1)}…` : text;
}
