import { useEffect } from "preact/hooks";

import { html } from "../html.js";
import { hoursOf, language, timeOf } from "../i18n.js";
import * as lessons from "../lessons.js";
import { isCode, waiting } from "../queue.js";
import { go } from "../route.js";
import * as scanning from "../scanning.js";
import { refusal } from "../session.js";
import * as tg from "../tg.js";
import { Icon } from "../ui/icons.js";
import { Verdict } from "../ui/verdict.js";
import * as words from "../words.js";

export default function Scanner() {
  const lesson = lessons.current.value;
  const isChoiceOpen = !lesson && lessons.own.value.length > 1;
  useMainButton();
  useEffect(() => (isChoiceOpen && !lessons.asked.once ? go("choice") : undefined), [isChoiceOpen]);
  return html`<main class="page">
    <h1 class="hidden">${words.title.scanner()}</h1>
    ${(lesson || isChoiceOpen) && html`<${LessonHead} lesson=${lesson} />`}
    <${Verdict} verdict=${scanning.verdict.value}><${Idle} lesson=${lesson} /><//>
    <${Queue} />
    <${Ways} lesson=${lesson} />
    ${(lesson || scanning.listed.value.length > 0) && html`<${Last} />`}
  </main>`;
}

function LessonHead({ lesson }) {
  return html`<header class="lesson">
    ${lesson
      ? html`<div><b dir="auto">${lesson.course_name}</b><small>${hoursOf(lesson)}</small></div>`
      : html`<b>${words.title.choice()}</b>`}
    ${lessons.own.value.length > 1 &&
    html`<button type="button" class="quiet" onClick=${() => go("choice")}><${Icon} name="swap" />${words.scanner.otherLesson()}</button>`}
  </header>`;
}

function Idle({ lesson }) {
  return html`<${Icon} name="scan" /><p>${tg.canScan ? about(lesson) : words.scanner.noCamera()}</p>`;
}

function about(lesson) {
  if (lesson) return words.scanner.forStaff();
  return lessons.lessons.value ? words.scanner.forParticipant() : words.scanner.hint();
}

function Queue() {
  const count = waiting.value.filter((it) => !isCode(it)).length;
  if (!count) return null;
  const about = refusal.value ? words.scanner.queueEnded() : words.scanner.queueAbout();
  return html`<section class="queue" role="status"><b>${words.scanner.inQueue(count)}</b><p>${about}</p></section>`;
}

function Ways({ lesson }) {
  const isParticipant = !lesson || lessons.lessons.value.some((it) => !it.is_staff);
  return html`<nav class="ways">
    ${isParticipant &&
    html`<button type="button" class="way" onClick=${() => go("digits")}><${Icon} name="digits" />${words.scanner.typeDigits()}</button>`}
    ${lesson &&
    html`<button type="button" class="way" onClick=${() => go("roster")}><${Icon} name="people" />${words.scanner.findByName()}</button>`}
  </nav>`;
}

function Last() {
  const listed = scanning.listed.value;
  return html`<section>
    <h2>${words.scanner.last()}</h2>
    ${listed.length === 0 && html`<p class="faint">${words.scanner.nobodyYet()}</p>`}
    <ul class="list">${listed.map((it) => html`<${Line} key=${it.key} result=${it} />`)}</ul>
  </section>`;
}

function Line({ result }) {
  const word = words.verdict(result.code, result.isSelf);
  return html`<li class="line">
    <span class=${`dot is-${result.tone}`}><${Icon} name=${result.tone} /></span>
    <div><b dir="auto">${result.name ?? word}</b>${result.name && html`<small>${word}</small>`}</div>
    ${scanning.canUndo(result)
      ? html`<button type="button" class="quiet" onClick=${() => scanning.undo(result)}>${words.scanner.undo()}</button>`
      : html`<time>${timeOf(result.at)}</time>`}
  </li>`;
}

function useMainButton() {
  const isScanning = scanning.isScanning.value;
  useEffect(() => {
    if (!tg.canScan) return undefined;
    if (isScanning) tg.showMainButton(words.scanner.stop(), scanning.stop);
    else tg.showMainButton(words.scanner.scan(), scanning.scan);
    return () => tg.showMainButton(null);
  }, [isScanning, language.value]);
}
