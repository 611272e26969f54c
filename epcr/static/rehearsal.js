// The time of a rehearsal: hands off, then what is left to speak, then how much it is over. It runs from when the rehearsal was
// begun, by this device's clock, so that a reload goes on where it was. It speaks in words and moves nothing but the bar.
const time = document.querySelector("[data-rehearsal]");
if (time) {
  const words = time.querySelector("[data-words]");
  const count = time.querySelector("[data-count]");
  const bar = time.querySelector("[data-progress]");
  const announce = time.querySelector("[data-announce]");
  const end = document.querySelector("[data-end]");
  const handsOff = Number(time.dataset.handsOff);
  const chosen = Number(time.dataset.seconds);
  const begun = Date.now() - Number(time.dataset.elapsed) * 1000;
  const seconds = (number) => `${number} ${number === 1 ? "second" : "seconds"}`;
  let beat = 0;
  let told = "";

  // Said aloud to whoever uses a screen reader, and only when something changes: a count every second is noise.
  const say = (sentence) => {
    if (sentence === told) return;
    told = sentence;
    announce.textContent = sentence;
  };

  const write = () => {
    const passed = Math.floor((Date.now() - begun) / 1000);
    const spoken = passed - handsOff;
    end.hidden = spoken < 0;
    if (spoken < 0) {
      count.textContent = seconds(-spoken);
      bar.max = handsOff;
      bar.value = passed;
      say("Hands off, eyes on the speaker.");
      return;
    }
    const left = chosen - spoken;
    bar.max = chosen;
    bar.value = Math.min(spoken, chosen);
    words.textContent = left > 0 ? "Speak" : "Time is up";
    count.textContent = left >= 0 ? `${seconds(left)} left` : `${seconds(-left)} over`;
    say(left <= 0 ? "Time is up. Come to an end." : left <= 10 ? "10 seconds left." : "Speak now.");
  };
  write();
  beat = setInterval(write, 250);
  end.addEventListener("submit", () => clearInterval(beat));

  // The screen stays awake where the device lets it.
  navigator.wakeLock?.request("screen").catch(() => {});

  const full = document.querySelector("[data-fullscreen]");
  if (document.fullscreenEnabled) {
    full.hidden = false;
    full.addEventListener("click", () => {
      if (document.fullscreenElement) document.exitFullscreen();
      else document.documentElement.requestFullscreen().catch(() => {});
    });
    document.addEventListener("fullscreenchange", () => {
      full.textContent = document.fullscreenElement ? "Leave full screen" : "Full screen";
    });
  }

  // Back from the questions, the page must not come from the browser's memory: the speech has ended.
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
}
