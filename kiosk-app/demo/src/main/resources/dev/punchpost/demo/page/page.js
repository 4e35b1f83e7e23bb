import { setPower, setZone, show, toggleSound } from "./terminal.js";

const MOST_SHOWN = 100;
const byId = id => document.getElementById(id);
const people = new Map();
const buttons = new Map();
let scene;

const stream = new EventSource("/events");
stream.addEventListener("everything", event => {
  const all = JSON.parse(event.data);
  byId("gone").hidden = true;
  setZone(all.zone);
  drawBadges(all.badges);
  drawScene(all.scene);
  if (all.screen && all.scene.power === "ON") {
    show(all.screen, false);
  }
  byId("stream").replaceChildren();
  all.messages.toReversed().forEach(message => drawMessage(message, false));
});
stream.addEventListener("scene", event => drawScene(JSON.parse(event.data)));
stream.addEventListener("screen", event => {
  const screen = JSON.parse(event.data);
  setPower("ON");
  show(screen, true);
  if (["accepted", "refused"].includes(screen.screen) || (screen.screen === "wait" && !screen.taken)) {
    release();
  }
});
stream.addEventListener("message", event => {
  if (event.data) {
    drawMessage(JSON.parse(event.data), true);
  }
});
stream.addEventListener("silence", event => {
  const silence = JSON.parse(event.data);
  release();
  say(`${silence.name}: no answer, ${silence.why}.`);
});
stream.addEventListener("error", () => {
  byId("gone").textContent = "The demo does not answer any more. Start it again with: punchpost demo";
  byId("gone").hidden = false;
});

byId("cable").addEventListener("click", () => order(scene?.cable ? "cable-out" : "cable-in"));
byId("reader").addEventListener("click", () => order(scene?.reader ? "reader-out" : "reader-in"));
byId("power").addEventListener("click", () => {
  if (scene?.power === "ON") {
    order("power-cut");
  } else if (scene?.power === "OFF") {
    order("power-on");
  }
});
byId("sound").addEventListener("click", event => {
  const on = toggleSound();
  event.currentTarget.setAttribute("aria-pressed", String(on));
  event.currentTarget.textContent = on ? "Sound: on" : "Sound: off";
});

async function order(what, body) {
  try {
    const answer = await fetch(`/do/${what}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body ?? {}),
    });
    return answer.status;
  } catch {
    return 0;
  }
}

async function tap(badge) {
  say("");
  release();
  buttons.get(badge.number)?.classList.add("held");
  byId("coil").classList.add("near");
  if (await order("tap", { badge: badge.number }) === 429) {
    release();
    say("One badge after the other, please.");
  }
}

function release() {
  buttons.forEach(button => button.classList.remove("held"));
  byId("coil").classList.remove("near");
}

function say(text) {
  byId("silence").textContent = text;
}

function drawBadges(badges) {
  if (buttons.size > 0) {
    return;
  }
  for (const badge of badges) {
    const button = element("button", badge.worker ? "badge" : "badge stranger");
    button.type = "button";
    const name = element("b", "", badge.name);
    if (badge.language) {
      name.lang = badge.language;
    }
    const where = element("span", "where");
    button.append(name, element("small", "", badge.worker ? `${badge.worker} · ${badge.language}` : "in no roster"), where);
    button.addEventListener("click", () => tap(badge));
    const item = element("li");
    item.append(button);
    byId("badges").append(item);
    buttons.set(badge.number, button);
    if (badge.worker) {
      people.set(badge.worker, { name: badge.name, where });
    }
  }
}

function drawScene(now) {
  scene = now;
  setPower(now.power);
  byId("device").dataset.reader = now.reader ? "in" : "out";
  text("coil-text", now.reader ? "Hold your badge here" : "Reader unplugged");
  state("cable-state", now.cable ? "plugged" : "pulled", now.cable ? "good" : "bad");
  text("cable", now.cable ? "Pull the network cable" : "Plug it back");
  state("reader-state", now.reader ? "plugged in" : "unplugged", now.reader ? "good" : "bad");
  text("reader", now.reader ? "Unplug the reader" : "Plug it in");
  const power = {
    ON: ["on", "good", "Cut the power"],
    STARTING: ["starting", "busy", "Starting …"],
    OFF: ["off", "bad", "Switch it on"],
  }[now.power];
  state("power-state", power[0], power[1]);
  text("power", power[2]);
  byId("power").setAttribute("aria-disabled", String(now.power === "STARTING"));
  text("ticks", now.ticks);
  text("punches", now.punches);
  text("waiting", now.onTheirWay);
  text("redeliveries", now.redeliveries);
  drawVerdict(now);
}

function drawVerdict(now) {
  const verdict = now.complaints.length > 0 ? ["bad", "✕", "Something is wrong"]
    : now.onTheirWay > 0 ? ["busy", "↻", `${now.onTheirWay} still on ${now.onTheirWay === 1 ? "its" : "their"} way`]
    : now.ticks === 0 ? ["quiet", "·", "Nothing tapped yet"]
    : ["good", "✓", "Every tick has arrived"];
  byId("verdict").dataset.mood = verdict[0];
  text("verdict-symbol", verdict[1]);
  text("verdict-text", verdict[2]);
  byId("complaints").hidden = now.complaints.length === 0;
  byId("complaints").replaceChildren(...now.complaints.map(complaint => element("li", "", complaint)));
  byId("unticked").hidden = now.unticked === 0;
  text("unticked", `${now.unticked} of them recorded just before the power went, too late to show the tick.`);
}

function drawMessage(message, fresh) {
  const event = message.event;
  const punch = event.type === "dev.punchpost.punch.v1";
  const person = people.get(event.data.worker);
  const item = element("li", fresh ? "fresh" : "");
  const row = element("div", "row");
  const kind = element("span", "kind", punch ? `${event.data.kind === "IN" ? "→" : "←"} ${event.data.kind}` : "event");
  kind.dataset.kind = punch ? event.data.kind : "";
  const who = element("span", "who", punch ? `${person?.name ?? "Worker"} (${event.data.worker})` : words(event.type));
  const time = element("time", "", event.time.slice(11, 19));
  time.dateTime = event.time;
  row.append(kind, who, time, element("span", "seq", `seq ${event.data.seq}`));
  const details = element("details");
  details.append(element("summary", "", "JSON"),
    element("pre", "", `${message.topic}\n${JSON.stringify(event, null, 2)}`));
  item.append(row, details);
  item.dataset.id = event.id;
  const list = byId("stream");
  list.prepend(item);
  while (list.children.length > MOST_SHOWN) {
    list.lastChild.remove();
  }
  byId("stream-empty").hidden = true;
  if (punch && person) {
    person.where.dataset.kind = event.data.kind;
    person.where.textContent = event.data.kind;
  }
}

// dev.punchpost.reader.lost.v1 → Reader lost
function words(type) {
  const middle = type.replace(/^dev\.punchpost\./, "").replace(/\.v\d+$/, "").replaceAll(".", " ");
  return middle.charAt(0).toUpperCase() + middle.slice(1);
}

function element(name, classes = "", content = "") {
  const made = document.createElement(name);
  if (classes) {
    made.className = classes;
  }
  made.textContent = content;
  return made;
}

function text(id, value) {
  const element = byId(id);
  if (element.textContent !== String(value)) {
    element.textContent = value;
  }
}

function state(id, value, mood) {
  text(id, value);
  byId(id).dataset.mood = mood;
}
