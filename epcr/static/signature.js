// A drawn signature: strokes of whole numbers on a field 1000 wide and 300 high, as the sheet stores them.
import { observed } from "./moments.js";

for (const pad of document.querySelectorAll("[data-signature]")) {
  const field = pad.closest(".field-signature");
  const kept = field.querySelector("[data-strokes]");
  const canvas = pad.querySelector("canvas");
  const state = pad.querySelector("[data-signature-state]");
  const clear = field.querySelector("[data-signature-clear]");
  const ink = canvas.getContext("2d");
  let strokes = [];
  const read = () => { try { strokes = JSON.parse(kept.value || "[]"); } catch { strokes = []; } };
  read();

  const draw = () => {
    ink.clearRect(0, 0, 1000, 300);
    ink.lineWidth = 4;
    ink.lineCap = ink.lineJoin = "round";
    ink.strokeStyle = "#15201e";
    for (const stroke of strokes) {
      ink.beginPath();
      stroke.forEach(([x, y], place) => (place ? ink.lineTo(x, y) : ink.moveTo(x, y)));
      if (stroke.length === 1) ink.lineTo(stroke[0][0] + 0.1, stroke[0][1]);
      ink.stroke();
    }
    clear.disabled = !strokes.length;
  };
  const point = (event) => {
    const frame = canvas.getBoundingClientRect();
    const within = (value, limit) => Math.round(Math.min(Math.max(value, 0), 1) * limit);
    return [within((event.clientX - frame.left) / frame.width, 1000), within((event.clientY - frame.top) / frame.height, 300)];
  };
  const keep = (words) => {
    kept.value = strokes.length ? JSON.stringify(strokes) : "";
    kept.dispatchEvent(new Event("change", { bubbles: true }));
    state.textContent = words;
  };
  let drawing = false;
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    drawing = true;
    canvas.setPointerCapture(event.pointerId);
    strokes.push([point(event)]);
    draw();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!drawing) return;
    const stroke = strokes.at(-1);
    const [x, y] = point(event);
    const [lastX, lastY] = stroke.at(-1);
    if (Math.abs(x - lastX) + Math.abs(y - lastY) < 4) return;
    stroke.push([x, y]);
    draw();
  });
  const lift = () => {
    if (!drawing) return;
    drawing = false;
    keep("Signature drawn");
    if (strokes.length === 1) observed(document.getElementsByName(kept.name.replace(/drawing$/, "signed_at"))[0]); // it was signed just now
  };
  canvas.addEventListener("pointerup", lift);
  canvas.addEventListener("pointercancel", lift);
  clear.addEventListener("click", () => { strokes = []; draw(); keep("Signature cleared"); });
  kept.addEventListener("change", () => { if (!drawing) { read(); draw(); } }); // also where a script wrote what was drawn before
  draw();
}
