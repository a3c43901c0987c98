import { readJson } from "./dom.js";

const ARRAYS = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, f32: Float32Array };

function fromBase64(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

async function inflate(bytes) {
  if (typeof DecompressionStream === "undefined") return window.fflate.gunzipSync(bytes).slice().buffer;
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

function padded(length) {
  return Math.ceil(length / 4) * 4;
}

function readBlock(buffer) {
  const length = new DataView(buffer).getUint32(0, true);
  const texts = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  const columns = {};
  let offset = padded(4 + length);
  for (const [name, kind, count] of texts.columns) {
    columns[name] = new ARRAYS[kind](buffer, offset, count);
    offset += padded(columns[name].byteLength);
  }
  return { texts, columns };
}

/** Reads one packed block; graph/page/packing.py says how it is laid out. */
export async function unpack(name) {
  return readBlock(await inflate(fromBase64(readJson(`data-${name}`))));
}
