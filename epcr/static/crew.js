// Choosing the level fills in one's own certificate of that level at once. What was typed by hand is left alone.
const told = document.querySelector("script[data-certificates]");
if (told) {
  const { member, identity, own, levels, otherwise } = JSON.parse(told.textContent);
  const prefix = told.dataset.certificates;
  const form = told.closest("form");
  const said = form.querySelector("[data-filled-said]");
  const control = (name) => form.elements.namedItem(prefix + name);
  const same = (one, other) => one.trim().toLowerCase() === other.trim().toLowerCase();
  const words = (level) => control("level").querySelector(`option[value="${CSS.escape(level)}"]`)?.text.trim() ?? level;

  const write = (name, text) => {
    const one = control(name);
    if (!one || one.value === text) return;
    if (one instanceof RadioNodeList) for (const radio of one) radio.checked = radio.value === text;
    else { one.value = text; one.dispatchEvent(new Event("change")); }
  };

  form.addEventListener("change", ({ target }) => {
    if (target !== control("level") || !same(control("member").value, member)) return;
    const now = identity.map((name) => control(name).value.trim());
    if (now.some(Boolean) && !own.some((one) => one.every((text, place) => text === now[place]))) return;
    const chosen = levels[target.value];
    if (!chosen && !now.some(Boolean)) return;
    for (const [name, text] of Object.entries(chosen ?? otherwise)) write(name, text);
    form.querySelector("[data-filled]").value = "1";
    const number = chosen && (chosen.certificate_number || "without a number");
    said.textContent = chosen
      ? `Filled in from your ${words(target.value)} certificate ${number}${chosen.valid_to ? `, valid to ${chosen.valid_to}` : ""}. See Certificate below.`
      : `You keep no ${words(target.value)} certificate; the other one was taken out.`;
  });
  control("level").closest(".field").append(said);
}
