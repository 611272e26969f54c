// With each form that changes something goes the time of this device: what was written here may reach the server much later.
const FIELD = "device_at";
let sending = false;

// Scripts read forms too, to compare them; only what is sent carries the time.
addEventListener("submit", () => {
  sending = true;
  setTimeout(() => { sending = false; });
}, true);
addEventListener("formdata", ({ target, formData }) => {
  if (sending && target.method === "post") formData.set(FIELD, new Date().toISOString());
});
