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
  const parts = power === "STARTING" ? [["title", "starting …"]] : power === "ON" && screen ? layOut(screen.view) : [];
  const display = byId("display");
  display.dataset.view = power === "ON" && screen ? screen.view.view : "";
  display.dataset.direction = screen?.view.direction ?? "";
  while (display.children.length > parts.length) {
    display.lastChild.remove();
  }
  parts.forEach(([kind, text], index) => {
    const part = display.children[index] ?? display.appendChild(document.createElement("p"));
    // Only what has changed is touched, so that a screen reader does not speak every second.
    if (part.className !== kind) {
      part.className = kind;
    }
    if (part.textContent !== text) {
      part.textContent = text;
    }
  });
}

// The screen model's views, as the terminal's displays draw them: what each says, in its order.
function layOut(view) {
  const said = {
    Idle: () => [
      // The panel writes an idle screen once; its clock goes on here.
      ["time", clock(view.time)],
      ["date", today(view.date.text)],
      ["site", view.site],
      ["marks", [
        view.network === "ONLINE" ? "● online" : "○ offline",
        view.unsent > 0 ? `▲ ${view.unsent} waiting` : "",
        view.clock === "UNSURE" ? "? clock unsure" : "",
      ].filter(Boolean).join("   ")],
      ["notice", view.notice.text],
    ],
    Greeting: () => [
      ["direction", `${view.direction === "IN" ? "→" : "←"} ${view.word}`],
      ["name", view.name],
      ["time", `${view.clock === "UNSET" ? "? " : ""}${view.time}`],
      ["notice", view.hint.text],
    ],
    Refusal: () => [["refusal", `✕ ${view.title.text}`], ["text", view.explanation.text]],
    Question: () => [["title", view.text.text], ...view.choices.map(it => ["text", `${it.key}  ${it.word.text}`])],
    Listing: () => [["title", view.title.text], ...view.rows.map(row => ["text", row])],
    Progress: () => [["title", view.title.text], ["text", view.text.text], ["text", `${Math.round(view.done * 100)} %`]],
    Notice: () => [["title", view.title.text], ["text", view.text.text]],
  }[view.view];
  return (said ? said() : [["title", view.view]]).filter(([, text]) => text !== "");
}

function clock(fallback) {
  return zone
    ? new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone }).format(new Date())
    : fallback;
}

function today(fallback) {
  return zone
    ? new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeZone: zone }).format(new Date())
    : fallback;
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
