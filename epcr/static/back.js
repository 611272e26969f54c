// The other way on from the page for what is not kept on this device.
document.querySelector("[data-step]")?.addEventListener("click", ({ target }) => {
  if (target.dataset.step === "back") history.back();
  else location.reload();
});
