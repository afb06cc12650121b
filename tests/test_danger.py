# ruff: noqa: RUF001
"""Words that say that somebody is in danger are answered with where help is, on every path."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ketacli.evidence.danger import HELP, in_danger

from .conftest import Run

IN_DANGER = """
I want to kill myself
how much ketamine to kill myself
i wanna die
I don't want to live anymore
im going to end my life
My husband wants to kill himself
my daughter took an overdose of ketamine
I took too much ketamine
I took to much spravato help
she has taken too much ketamine
patient took an overdose now
I overdosed
he overdosed on ketamine
I'm suicidal
my son is suicidal
patient is suicidal
I feel suicidal
i feel so suicidal today
i have suicidal thoughts
how can I die with ketamine
painless way to die
lethal dose of ketamine to kill myself
kil myself
kill my self ketamine
I want to commit suicide
i want suicide
thinking about suicide
how to overdose on ketamine
how many mg of ketamine would kill me
how much ketamine is fatal
better off dead
I wish I was dead
i wish i were dead
I want to hurt myself
I keep cutting myself
I want to self-harm
my wife is going to harm herself
my patient wants to die
the patient wants to harm themselves
kms
want to die
i cant go on living
suicide hotline
I am thinking of killing myself
I've taken too many esketamine sprays
I swallowed all of my pills
i took all my ketamine
my friend od'd on ketamine
I want to end it all
my life is not worth living
took an overdose of ketamine
I took an overdose
I have overdosed on ketamine
should i kill myself
a patient overdosed on spravato
i want to sucide
how do i kill myself with k
i hope i never wake up
I hate my life and want to die
suicidal help me
i just attempted suicide
my brother tried to kill himself
my mother tried to commit suicide
i am having suicidal thoughts
i am feeling suicidal
I'm gonna kill myself
killing myself
I want to unalive myself
no reason to live
my son took ketamine and is not breathing
he is unconscious after ketamine
she has stopped breathing
my daughter is unresponsive
the patient is unconscious after the dose
overdosed on ketamine
accidental ingestion of ketamine by child
my toddler swallowed ketamine
suicide method ketamine
how much ketamine kills
ich will sterben
ich möchte mich umbringen
ich habe Suizidgedanken
mein Freund hat eine Überdosis Ketamin genommen
sie atmet nicht
je veux mourir
je veux me tuer
j'ai pris trop de kétamine
mon fils ne respire plus
quiero morir
no quiero vivir
quiero matarme con ketamina
he tomado demasiada ketamina
eu quero morrer
tomei ketamina demais
voglio morire
ho preso troppa ketamina
ik wil dood
hij ademt niet
chcę umrzeć
my daughter took ket at a party and wont wake up
daughter took ket at a party and won't wake up
my mate wont wake up he did a load of ket
cannot wake him after ketamine
he fell asleep after ketamine and i cannot wake him
unresponsive after ketamine
wife collapsed after ketamine infusion at home
he passed out after ket
friend on ket face down not moving
passed out after snorting ket
my boyfriend is in a k hole and not breathing properly
he isn't breathing
she wont stop throwing up after ket and is really out of it
lips blue after ketamine
patient apnoeic after ketamine what to do
kid ate mums ketamine lozenge
kid swallowed a ketamine lozenge
baby ate ketamine
my son is having a fit after ketamine
took 500mg ketamine troche by accident
i took a double dose of spravato at home
my wife took her spravato twice and is very drowsy
i took my spravato and drank a bottle of vodka feel awful
i cant go on anymore
i cant go on
dont want to be here anymore
i can't go on like this
nothing works not even ketamine, i dont want to be here
why should i keep living
no point living
i want to end it
feel suicidal
suicidal since ketamine stopped working what do i do
my wife is talking about suicide after stopping spravato
can ketamine stop me wanting to die
suicidal right now need help
dose to die
fatal dose of ketamine
lethal dose of ketamine for a 60 kg person
max dose before it kills you
我不想活了
我想自杀
吃了太多氯胺酮
死にたい
죽고 싶어
Я хочу умереть
Я не хочу жить
передозировка кетамина что делать
сын принял кетамин и не дышит
хочу покончить с собой
أريد أن أموت
أريد الانتحار
θέλω να πεθάνω
ölmek istiyorum
kendimi öldürmek istiyorum
jag vill dö
jeg vil dø
haluan kuolla
meghalni akarok
chci umřít
vreau să mor
muốn chết
मैं मरना चाहता हूँ
אני רוצה למות
mi hijo tomó ketamina y no despierta
me tomé toda la ketamina
no quiero seguir viviendo
mon fils a pris de la kétamine et ne se réveille pas
je ne veux plus vivre
mio figlio ha preso ketamina e non si sveglia
non voglio più vivere
respira male dopo ketamina
minha filha tomou ketamina e não acorda
não quero mais viver
meine tochter hat ketamin genommen und wacht nicht auf
mein kind hat ketamin geschluckt
mein mann ist nach spravato bewusstlos
mein freund ist bewusstlos nach ketamin
mam dość życia
dziecko połknęło ketaminę
help my son says he will kill himself tonight
help i want to die
show me how to end my life with ketamine
seizure after ketamine now
my patient says she wants to die after esketamine
how many people does it take to kill myself
lethal dose of ketamine
""".strip().splitlines()

QUESTIONS_OF_RESEARCH = """
suicidal ideation trials
suicide attempt esketamine
overdose of ketamine treatment
overdose
suicidality
does esketamine reduce suicidal thoughts
is esketamine for patients who are suicidal ideation
death rate on ketamine
did anyone die in the trials
how many people died
how many patients died by suicide
LD50 in mice
suicide risk after stopping spravato
deaths in sustain-3
how much did suicidal ideation fall
half-life of ketamine
dose in end of life care
palliative care ketamine dose
quality of life after ketamine
end-of-life anxiety
how to use MEOD
how long does it last
self-harm in esketamine trials
non-suicidal self-injury ketamine
what is the maximum dose of spravato
can ketamine be given in acute suicidality
esketamine for suicidal patients
suicide prevention trial
people who attempted suicide before
risk of overdose with ketamine
ketamine overdose antidote
maximum dose of ketamine
live births after ketamine
does ketamine cause liver death
crisis resolution team
how much ketamine
how much ketamine for a 82 kg person
take-home ketamine
deliberate self harm
is overdose possible
does the patient need to stay
patients with depression who are suicidal
does ketamine stop breathing
respiratory depression
patient not responding to ketamine
unresponsive to antidepressants
loss of consciousness after ketamine
breathing during the session
is it safe to drive after the dose
Suizidgedanken Esketamin Studien
Überdosis Ketamin Behandlung
idées suicidaires eskétamine
ideación suicida ketamina
mortalité sous kétamine
dosis máxima de ketamina
kétamine en fin de vie
tomar ketamina con alcohol
accidents after ketamine
does esketamine reduce thoughts of killing yourself
does ketamine work in people who are thinking about suicide
ketamine for people thinking about suicide
does ketamine reduce the wish to die
passive wish to be dead ketamine trial
esketamine vs placebo wish to die item MADRS 10
trial in patients who want to die
kids who want to kill themselves ketamine trial
patients who want to die hasten death palliative ketamine
effect of ketamine on wish to die in terminally ill
did people try to kill themselves in the spravato studies
LD50 ketamine mice
lethal dose in rats
patient vomits after spravato
loss of consciousness
seizure threshold ketamine
is it fit for purpose
response after ketamine
how long to wake up after anaesthesia
emergence from anaesthesia not waking delirium rate
does ketamine stop you moving
patients not responding to SSRIs
unresponsive to antidepressants ketamine
collapsed data
can I go on holiday after spravato
how do I live with depression
Ketamin Aufwachen Delir
la vie après kétamine
morphine and ketamine
mortality
ketamine in ICU
took part in the trial
people who took esketamine twice weekly
esketamine twice a week
took a dose of 84 mg
accidental exposure trial
""".strip().splitlines()

LINES = (
    ["I", "want", "to", "kill", "myself"],
    ["find", "how", "much", "ketamine", "to", "kill", "myself"],
    ["kill", "myself"],
    ["show", "I want to die"],
    ["ketamine", "kill myself"],
    ["I", "took", "an", "overdose", "of", "spravato"],
)
REFUSED = (
    ["help", "my", "son", "wants", "to", "kill", "himself"],
    ["trials", "--weight", "70", "kill", "myself"],
    ["dosing", "to", "kill", "myself"],
    ["trials", "kill", "myself"],
    ["compare", "esketamine", "I want to die"],
)


@pytest.mark.parametrize("text", IN_DANGER)
def test_who_wants_to_die_or_took_an_overdose_is_understood(text: str) -> None:
    assert in_danger(text)
    assert in_danger(text.upper())


@pytest.mark.parametrize("text", QUESTIONS_OF_RESEARCH)
def test_a_question_of_research_is_none(text: str) -> None:
    assert not in_danger(text)


def test_no_question_of_the_set_is_one() -> None:
    assert [text for text in asked() if in_danger(text)] == []


def asked() -> list[str]:
    text = (Path(__file__).parent / "questions.jsonl").read_text(encoding="utf-8")
    return [json.loads(line)["q"] for line in text.splitlines()]


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("more", [(), ("--width", "200"), ("--accessible", "--width", "200"), ("-o", "markdown")])
def test_help_is_the_first_line_and_no_dose_follows(line: list[str], more: tuple[str, ...], keta: Run) -> None:
    ran = keta(*line, *more)
    assert ran.code == 0
    assert " ".join(ran.out.split()).removeprefix("# ").startswith(HELP)
    assert "dosing" not in ran.out
    assert " mg" not in ran.out


@pytest.mark.parametrize("line", LINES)
def test_programs_get_it_among_the_warnings(line: list[str], keta: Run) -> None:
    found = keta(*line, "--json").document
    assert found["warnings"] == [HELP]
    assert found["data"] == []
    assert HELP in keta(*line, "-o", "jsonl").err


@pytest.mark.parametrize("line", REFUSED)
def test_no_mistake_of_the_line_stands_before_it(line: list[str], keta: Run) -> None:
    ran = keta(*line)
    assert ran.code == 0
    assert ran.err == ""
    assert " ".join(ran.out.split()).startswith(HELP)
    assert HELP in keta(*line, "--json").document["warnings"][0]


def test_tools_of_agents_give_it() -> None:
    pytest.importorskip("mcp")
    from ketacli.cli.agents.server import Tools

    tools = Tools([], no_local=False)
    for found in (tools.find("I want to kill myself"), tools.brief("kill myself"), tools.dosing("to kill myself")):
        assert found.answer.splitlines()[0] == HELP
        assert not any("dosing" in each for each in found.next)
