// Choosing the level fills in one's own certificate of that level at once. What was typed by hand is left alone.
const told = document.querySelector("script[data-certificates]");
if (told) {
  const { member, identity, own, levels, not_valid: notValid, otherwise } = JSON.parse(told.textContent);
  const prefix = told.dataset.certificates;
  const form = told.closest("form");
  const said = form.querySelector("[data-filled-said]");
  const controls = (name) => [...form.querySelectorAll(`[name="${prefix}${name}"]`)]; // by name: a searched list gives its id away
  const control = (name) => controls(name)[0];
  const plain = (text) => text.normalize("NFKC").replace(/\p{Cf}/gu, "").trim().toLowerCase();
  const same = (one, other) => plain(one) === plain(other);
  const words = (level) => control("level").querySelector(`option[value="${CSS.escape(level)}"]`)?.text.trim() ?? level;

  const write = (name, text) => {
    for (const one of controls(name)) {
      if (one.type === "radio") one.checked = one.value === text;
      else if (one.value !== text) { one.value = text; one.dispatchEvent(new Event("change")); }
    }
  };

  // What stands in a folded group, in words beside its title.
  const say = (group) => {
    const shown = [...group.querySelectorAll(".field")].map((field) => {
      const one = field.querySelector("[name]:not([type=radio]), [name]:checked");
      if (!one?.value) return "";
      const label = field.querySelector("label, legend").textContent.trim();
      const text = one.matches("select") ? one.selectedOptions[0].text.trim() : one.value.trim().replaceAll("\n", "; ");
      return field.matches(".field-text, .field-list") || one.dataset.tokens?.endsWith("endorsements") ? text : `${label}: ${text}`;
    });
    const parts = shown.filter(Boolean).flatMap((one, place) => [place ? " · " : "", Object.assign(document.createElement("bdi"), { textContent: one })]);
    group.querySelector(".folded-said").replaceChildren(...parts);
  };

  form.addEventListener("change", ({ target }) => {
    if (target !== control("level") || !same(control("member").value, member)) return;
    const now = identity.map((name) => control(name).value.trim());
    if (now.some(Boolean) && !own.some((one) => one.every((text, place) => text === now[place]))) return;
    const chosen = levels[target.value];
    if (!chosen && !now.some(Boolean)) return;
    for (const [name, text] of Object.entries(chosen ?? otherwise)) write(name, text);
    form.querySelector("[data-filled]").value = "1";
    for (const words of form.querySelectorAll("[data-counts=words]")) say(words.closest("details"));
    const number = chosen?.certificate_number ? ` ${chosen.certificate_number}` : "";
    const which = `your ${words(target.value)} certificate${number}`;
    if (!chosen) said.textContent = `You keep no ${words(target.value)} certificate; the other one was taken out.`;
    else if (notValid.includes(target.value)) said.textContent = `Filled in from ${which}, which is not valid on the day of this call.`;
    else said.textContent = `Filled in from ${which}${chosen.valid_to && `, valid to ${chosen.valid_to}`}.`;
  });
  control("level").closest(".field").append(said);
}
