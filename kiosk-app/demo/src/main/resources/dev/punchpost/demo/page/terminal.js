// The drawn terminal: display, lamp and tone, as the panel's lines tell.

const SYMBOLS = { GREEN: "✓", RED: "✕", AMBER: "!", OFF: "" };
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const byId = id => document.getElementById(id);

let audio;
let zone;
let screen;
let power = "OFF";
let timers = [];

export function setZone(name) {
  zone = name;
}

export function setPower(now) {
  if (now !== power) {
    power = now;
    byId("device").dataset.power = now;
    if (now !== "ON") {
      screen = undefined;
      light("OFF");
    }
    draw();
  }
}

export function show(line, withSignal) {
  screen = line;
  draw();
  if (withSignal && line.signal?.length) {
    play(line.signal);
  }
}

// Browsers allow sound only after a click: the toggle is that click.
export function toggleSound() {
  if (audio) {
    audio.close();
    audio = undefined;
    return false;
  }
  audio = new AudioContext();
  beep(audio.currentTime, 880, 0.06);
  return true;
}

function draw() {
  const lines = power === "STARTING" ? ["", "  starting …"] : power === "OFF" ? [] : screen?.text ?? [];
  const shown = Array.from({ length: 4 }, (_, row) => lines[row] ?? "");
  if (screen?.screen === "idle") {
    // The panel writes an idle screen once and keeps its clock going by itself.
    const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone });
    const row = shown.findIndex(text => /\b\d{2}:\d{2}\b/.test(text));
    if (row >= 0) {
      shown[row] = shown[row].replace(/\b\d{2}:\d{2}\b/, clock.format(new Date()));
    }
  }
  const lcd = byId("lcd");
  shown.forEach((text, row) => {
    const line = lcd.children[row] ?? lcd.appendChild(document.createElement("p"));
    // Only what has changed is touched, so that a screen reader does not speak every second.
    if (line.textContent !== text) {
      line.textContent = text;
    }
  });
}

function light(colour) {
  byId("lamp").dataset.light = colour;
  byId("lamp-symbol").textContent = SYMBOLS[colour] ?? "";
}

function play(steps) {
  timers.forEach(clearTimeout);
  timers = [];
  const total = steps.reduce((sum, step) => sum + step.ms, 0);
  let at = 0;
  for (const step of steps) {
    // Without motion there is no blinking: the first colour stays until the end.
    if (!calm.matches) {
      timers.push(setTimeout(light, at, step.light));
    }
    if (audio && step.hertz > 0) {
      beep(audio.currentTime + at / 1000, step.hertz, step.ms / 1000);
    }
    at += step.ms;
  }
  if (calm.matches) {
    light(steps.find(step => step.light !== "OFF")?.light ?? "OFF");
  }
  timers.push(setTimeout(light, Math.max(total, 1200), "OFF"));
}

function beep(from, hertz, seconds) {
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  tone.type = "square";
  tone.frequency.value = hertz;
  volume.gain.setValueAtTime(0.0001, from);
  volume.gain.linearRampToValueAtTime(0.05, from + 0.008);
  volume.gain.setValueAtTime(0.05, from + Math.max(0.009, seconds - 0.01));
  volume.gain.linearRampToValueAtTime(0.0001, from + Math.max(0.02, seconds));
  tone.connect(volume).connect(audio.destination);
  tone.start(from);
  tone.stop(from + seconds + 0.03);
}

setInterval(draw, 5000);
