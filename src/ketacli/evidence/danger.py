# ruff: noqa: RUF001
"""Words that say that somebody wants to die, to harm themselves or has taken an overdose: help comes before data.

English as people type it, and the plainest words of seven more languages. A question about studies (``suicide attempt
esketamine``) is none; in doubt help is said.
"""

from __future__ import annotations

HELP = (
    "Call the local emergency number or a crisis line now, and do not stay alone; "
    "if it is about somebody else, stay with the person."
)
"""The first line of every answer to such words. No number: it differs by country."""
MORE = (
    "keta holds published evidence. It cannot help in an emergency, and it gives no dose here. "
    "If too much was taken, do not wait: call the emergency number, or a poison centre."
)
RESEARCH = "For published studies ask in the words of research, such as: keta find trials in suicidal ideation."

ROOTS = (
    "kil", "suicid", "suis", "suizid", "suiside", "sucid", "succid", " die", "die ", "dead", "death",
    "dying", "my life", "his life", "her life", "your life", "own life", "of life", "life is", "is life",
    "lifeline", "hate my", " live", "living", "overdos", "over dos", "double dose", "two doses",
    "doses twice", " harm", "selfharm", "self harm", "hurt", "hang", "shoot", "drown", "poison", " cut",
    "cutting", "kms", "kys", "too much", "to much", "wake", "waking", "crisis", " od", "odd ", "took",
    "taken", "swallow", "drank", "end ", "fatal", "lethal", "deadly", "too many", "breath", "consc",
    "unrespons", "passed out", "collaps", "ingest", "accident", "mistake", " ate ", "blue", "apnoeic",
    "apneic", "moving", " fit ", "seiz", "go on", "be here", "not stop", "wont stop", "umbring", "tote",
    "sterb", "leben", "genommen", "bewusst", "atmet", " auf", "geschluckt", "mourir", " tuer", "finir",
    " pris ", "respir", "reveil", "vivir", "viviendo", "alive", "vivre", "vivere", "viver", "morir",
    "morrer", "matar", "tome ", "tomo ", "tomad", "tomei", "tomou", "toma ", "despiert", "acorda", "ucci",
    "finita", "preso", "svegl", "dood", "sterv", "leven", "genomen", "adem", "umrze", "zab", "zyc",
    "oddych", "polkn",
)  # fmt: skip
"""One of these is in every phrase below, its end or its beginning included; most questions have none of them."""
SPELT = {
    "kil": "kill", "killl": "kill", "kiling": "killing", "killin": "killing", "kms": "kill myself",
    "kys": "kill yourself", "unalive": "kill",
    "suicde": "suicide", "suiside": "suicide", "sucide": "suicide", "suicid": "suicide", "suecide": "suicide",
    "sucidal": "suicidal", "suicidle": "suicidal", "suicidel": "suicidal", "suisidal": "suicidal",
    "myslef": "myself", "mysef": "myself", "meself": "myself", "themself": "themselves", "themselfs": "themselves",
    "hisself": "himself",
    "wanna": "want to", "gonna": "going to", "gunna": "going to", "tryna": "trying to", "im": "i am", "ive": "i have",
    "hes": "he is", "shes": "she is", "theyre": "they are", "dont": "do not", "cant": "can not", "cannot": "can not",
    "wont": "will not", "isnt": "is not", "doesnt": "does not", "arent": "are not", "couldnt": "could not",
    "od": "overdose", "oded": "overdosed", "odd": "overdosed", "ods": "overdoses", "oding": "overdosing",
    "overdoesed": "overdosed",
}  # fmt: skip
"""Spellings and short forms, an apostrophe left out, to the words that the phrases have."""
JOINED = {
    "my self": "myself", "him self": "himself", "her self": "herself", "your self": "yourself",
    "them selves": "themselves", "over dose": "overdose", "over dosed": "overdosed", "over dosing": "overdosing",
    "to much": "too much", "want too": "want to", "wants too": "wants to", "od d": "overdosed",
}  # fmt: skip

MARKED = {"a": "äáàâãåą", "c": "çćč", "e": "éèêëę", "i": "íìîï", "l": "ł", "n": "ñńň", "o": "öóòôõø", "s": "śš",
          "u": "üúùû", "z": "żźž"}  # fmt: skip
PLAIN = {ord(marked): plain for plain, every in MARKED.items() for marked in every}
"""Letters with marks to those without, as the phrases have them."""

ONE = "(?:myself|himself|herself|yourself)"
SELF = f"(?:{ONE}|themselves)"
HURT = "(?:kill|hurt|harm|hang|shoot|drown|poison|cut|off|end)"
HURTING = "(?:kill|hurt|harm|hang|shoot|drown|poison|cutt)ing"
WISH = ("(?:want|wants|wanted|going|plan|plans|planning|tried|trying|try|about|ready|need|needs|threaten|threatens|"
        "threatening|like|rather|wish|wishes|intend|intends|decided|will|ill|might|may|could|should|gotta|way|ways|how|"
        "much|enough)(?: to)?(?: just| really)?")  # fmt: skip
"""What makes a plan or a wish of a verb."""
WHO = "(?:i|he|she|you|they|we|(?:my|the|our|a|this) [a-z]+|patient|someone|somebody|friend|child)"
TIME = "(?: (?:am|is|are|has|have|had|just|may|might|think|possibly|accidentally|deliberately|again|been|was)){0,3}"
MEANS = "(?:pill|tablet|spray|medicine|medication|ketamine|spravato|esketamine|drug|bottle|dose)s?"
NO_STUDY = "(?! (?:ideation|thought|idea|behavio|patient|people|adult|inpatient|depress|risk|teen|adolesc|mdd|trd))"

PHRASES = (
    f"{HURT} {ONE}",
    f"{HURTING} {ONE}",
    f"{WISH} {HURT} {SELF}",
    f"(?:am|is|are|of|about|from|stop) {HURTING} {SELF}",
    f"{WISH} (?:die|dye|be dead|stop living|do suicide|(?:commit|attempt) suicide|self harm|overdose|suicide$)",
    "(?:want|wants|wish|wishes) (?:i|he|she) (?:was|were|would be) (?:dead|not alive)",
    "(?:wish|hope) i (?:die|was dead|were dead|was never born|would die|do not wake|never wake|did not wake)",
    "i (?:hope|wish|want)(?: to| i)* (?:not|never) wake",
    "i should (?:die|be dead)|i deserve to die|let me die|help me (?:die|to die)|want death",
    "better off (?:dead|without me)",
    "(?:nothing|no reason|not want|no point) (?:to|in) (?:live|living|be alive|being alive)",
    "(?:life is|is life|my life is) (?:not|no longer) worth|not worth living|tired of (?:life|living|being alive)",
    "can not (?:go on living|live anymore|live any more|live like this)",
    "(?:end|ending|take|taking|took) (?:my|his|her|your)(?: own)? life|(?:take|end) their own life|end it all",
    f"(?:i|he|she|who)(?: am| is)?(?: feel| feels| feeling)(?: [a-z]+)? suicidal{NO_STUDY}",
    f"(?:i am|he is|she is|they are|{WHO} (?:is|feels|became|got|sounds|seems))(?: [a-z]+)? suicidal{NO_STUDY}",
    "(?:i|he|she|my [a-z]+) (?:am |is )?(?:have|has|having|had|get|keep having)(?: [a-z]+)? "
    "suicidal (?:thought|ideation|feeling|urge|plan)",
    "(?:i|he|she|my [a-z]+)(?: has| have)?(?: just)? (?:attempted|tried|committed) suicide",
    "(?:thinking|think|thoughts|thought) (?:of|about) (?:committing suicide|suicide|dying|ending (?:it|everything))",
    "suicid(?:e|al) help|suicide (?:hotline|helpline|line|lifeline)|crisis (?:line|hotline)",
    "(?:painless|easy|easiest|quick|quickest|best|fast|fastest|peaceful|good)(?:ly)? "
    "(?:way|ways|method|methods|death|suicide)(?: of| to| for)? (?:die|dying|dye|suicide|kill|death|commit)",
    "how (?:can|do|could|would|should) i (?:die|dye|kill|suicide|commit|overdose)|how to (?:die|dye|suicide|overdose)",
    "how (?:much|many)(?: [a-z0-9]+){0,6} (?:to (?:die|dye|kill|overdose|suicide)|kill (?:me|you|a|some|him|her)|"
    "(?:will|would|can|could) kill|kills|(?:do|should|can) i die|for (?:a )?suicide|is (?:fatal|deadly))",
    f"{WHO}{TIME} (?:overdosed|overdosing)(?! (?:patient|people|group))",
    f"{WHO}{TIME} (?:took|taken|take|swallowed|had|given|sprayed|injected|used|inhaled)(?: [a-z]+)? "
    "(?:too much|too many|an overdose|overdose)",
    "(?:just|have|has|had) (?:taken|took)(?: [a-z]+)? (?:an overdose|overdose|too much|too many)",
    f"{WHO}{TIME} (?:took|taken|swallowed|drank) (?:all|the whole|a whole|the entire)(?: [a-z]+){{0,3}} {MEANS}",
    "(?:an |a )?overdose(?: [a-z]+){0,3} (?:right now|just now|what do i do|help me|on purpose)|overdose on purpose",
    "^i overdosed?|^(?:took|taken) (?:an )?overdose|^overdosed on|suicide methods?|methods? of suicide",
    "not breathing|stopped breathing|not breathe|turning blue|blue lips|lips (?:are |have |turned |gone )?blue",
    "not moving$|(?:will|does|do|can|could|is|are) not (?:wake|waking|be woken)",
    "will not stop (?:throwing up|vomiting|shaking|seizing)",
    f"(?:{WHO}|^wife|^husband|^daughter|^son|^kid|^baby|^girlfriend|^boyfriend) "
    "(?:is|are|was|has|fell|went|looks)?(?: ?[a-z]+)? ?"
    "(?:unconscious|unresponsive(?! to)|passed out|collapsed|apnoeic|apneic)",
    "(?:unconscious|unresponsive|passed out|collapsed) (?:after|on|from) "
    "(?:[a-z]+ )?(?:ket|k|ketamine|esketamine|spravato)",
    "(?:having|has had|had) a (?:fit|seizure) (?:after|on|from|now)|seizure (?:after [a-z]+ )?(?:right )?now",
    "accidental(?:ly)? (?:[a-z]+ )?(?:ingest|swallow|drank|ate|inject|expos)",
    "(?:took|taken|swallowed|drank|ate|injected|sprayed)(?: [a-z0-9]+){0,5} (?:by accident|by mistake|accidentally)",
    "(?:took|taken|given)(?: [a-z]+){0,3} (?:double dose|twice the dose|two doses|twice and)|drank a (?:whole )?bottle",
    "(?:^|(?:my|the|our|a|this) )(?:child|kid|baby|toddler|son|daughter|boy|girl)"
    f"{TIME} (?:drank|ate|swallowed|ingested)",
    "i can not go on(?: anymore| any more| like this| any longer)?$|^can not go on|not want to be here|keep living$",
    "want(?:ing)? to end it|no point (?:in )?living|^feel(?:ing)? (?:so )?suicidal|me wanting to die",
    f"suicidal (?:since|right now|tonight|today){NO_STUDY}|talking about suicide|dose to (?:die|kill)|kills (?:you|me)",
    "(?:lethal|fatal|deadly) (?:dose|amount)(?! in (?:mice|rats|animals))",
    # German
    "(?:ich )?(?:will|mochte|moechte|werde) (?:nicht mehr leben|nicht mehr da sein|sterben|tot sein)",
    "(?:mich|sich) (?:umbringen|umzubringen|toten|toeten)|selbstmord begehen|ich (?:habe|hab) (?:suizid|selbstmord)",
    "(?:uberdosis|ueberdosis|zu viel|zuviel)(?: [a-z]+){0,2} (?:genommen|eingenommen)|atmet nicht|bewusstlos$",
    "ist (?:[a-z]+ ){0,2}bewusstlos|wacht nicht (?:mehr )?auf|(?:kind|sohn|tochter) hat (?:[a-z]+ )?geschluckt",
    # French
    "je veux (?:mourir|en finir|me )|(?:me|se) (?:tuer|suicider)|envies? de mourir|ne veux plus vivre",
    "(?:jai|ai|a) (?:pris|avale)(?: [a-z]+)? (?:trop|surdose|overdose)|ne respire (?:plus|pas)|est inconsciente?",
    "ne se reveille (?:pas|plus)",
    # Spanish and Portuguese
    "(?:quiero|quero|querer) (?:morir|morirme|morrer)|(?:matarme|suicidarme|quitarme la vida|me matar|me suicidar)",
    "no quiero (?:seguir )?viv|nao quero (?:mais )?viver|no (?:se )?despierta|nao acorda|me tome toda",
    "(?:tome|tomo|tomado|tomei|tomou)(?: [a-z]+){0,2} (?:demasiad|sobredosis|demais|overdose)",
    "(?:no|nao) respira|esta inconsciente",
    # Italian, Dutch, Polish
    "voglio (?:morire|uccidermi|suicidarmi|farla finita)|ho preso tropp|non respira|respira male|e incosciente",
    "non voglio piu vivere|non si sveglia",
    "ik wil (?:dood|sterven|niet meer leven)|(?:mezelf|zichzelf) doden|te veel(?: [a-z]+)? genomen|ademt niet",
    "chce (?:umrzec|sie zabic)|nie chce zyc|nie oddycha|mam dosc zycia|dziecko polknelo",
)  # fmt: skip
"""Closed: each is what people say of themselves or of somebody beside them, after SPELT, JOINED and PLAIN."""


ELSEWHERE = (
    "不想活", "想死", "自杀", "自殺したい", "死にたい", "吃了太多", "죽고 싶", "자살하고", "хочу умереть",
    "не хочу жить", "покончить с собой", "не дышит", "передозировка", "хочу померти",
    "أريد أن أموت", "أريد الانتحار", "לא רוצה לחיות", "רוצה למות", "θέλω να πεθάνω",
    "मरना चाहत", "ölmek istiyorum", "kendimi öldür", "intihar etmek", "vill dö", "inte leva",
    "vil dø", "ikke leve", "haluan kuolla", "meghalni akarok", "chci umřít", "chcem zomrieť",
    "vreau să mor", "muốn chết",
)  # fmt: skip
"""The plainest such words of further languages, as they are written."""
OF_RESEARCH = (
    r"\b(?:trials?|stud(?:y|ies)|placebo|reduces?|reduction|effects?|madrs|palliative|terminally|meta|evidence|guidelines?)\b"
    r"|\b(?:how common|incidence|prevalence|percentage|risk of)\b"
    r"|^does (?:[a-z]+ )?(?:ketamine|esketamine|spravato) (?:work|help|prevent)\b"
    r"|^(?:ketamine|esketamine|spravato) (?:for|in) (?:people|patients|adults|adolescents|those|kids)\b"
)
"""Words of a question about studies."""
OF_ONESELF = r"\b(?:i|me|my|myself|we|our|mine|how (?:much|many|to|do|can))\b"
"""Words of somebody who speaks of themselves or of somebody near, or asks for a way: no question about studies."""


def in_danger(text: str) -> bool:
    """Whether the words say that somebody wants to die or to harm themselves, or took an overdose."""
    typed = text.casefold()
    if any(each in typed for each in ELSEWHERE):
        return True
    low = typed.replace("\u2019", "'").replace("'", "").translate(PLAIN)
    padded = f" {''.join(letter if letter.isalnum() else ' ' for letter in low)} "
    if not any(root in padded for root in ROOTS):
        return False
    import re

    said = " ".join(SPELT.get(word, word) for word in padded.split())
    for apart, joined in JOINED.items():
        said = re.sub(rf"\b{apart}\b", joined, said)
    if re.search(OF_RESEARCH, said) and not re.search(OF_ONESELF, said):
        return False
    return any(re.search(rf"(?:^|(?<= ))(?:{phrase})", said) for phrase in PHRASES)
