"""Words that linking and discovery look for, lower-cased. Data only; nothing here is a rule."""

__all__ = [
    "AFFIRMING",
    "BOUNDARIES",
    "DEBUNKING",
    "FUNCTION_WORDS",
    "HAPPENING",
    "HEDGING",
    "IRREGULAR",
    "NEGATIONS",
    "NUMBERS",
    "PAST_TENSES",
    "POINTING",
    "REFERRING_BACK",
    "REJECTING",
    "ROLES",
    "RUMOURED",
    "SCALES",
]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _pairs(text: str) -> dict[str, str]:
    """Read ``"stem: form form; stem: form"`` as ``{form: stem}``."""
    entries = [entry.split(":") for entry in text.split(";")]
    return {form: stem.strip() for stem, forms in entries for form in forms.split()}


FUNCTION_WORDS = _words(
    """
    a about above after again against all along also although am an and another any are around as at away back
    be because been before being below between both but by can could did do does doing down during each either
    else even ever every few for from further get gets getting got had has have having he her here hers herself
    him himself his how however i if in into is it its itself just like made make makes many may me might more
    most much must my near neither no nor not of off on once one only or other others our ours out over own per
    rather same shall she should since so some still such than that the their theirs them themselves then there
    these they this those though through thus to too toward towards under until up upon us very via was we were
    what when where whether which while who whom whose why will with within without would yet you your yours mr
    mrs ms dr said say says saying told tell tells according added adds asked called claim claimed claims
    reported report reports reportedly allegedly apparently statement spokesman spokeswoman spokesperson news
    monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow week month year day new
    first last later earlier time deny denies denied denying confirm confirms confirmed dismiss dismissed reject
    rejected true false
    """
)
"""Words that say nothing of the matter; reporting words and days among them."""
NEGATIONS = _words(
    """
    not no never none nobody nothing neither nor cannot without
    """
)
BOUNDARIES = _words(
    """
    , ; : . ( ) but although though while whereas
    """
)
"""Where a negation ends."""
HAPPENING = _words(
    """
    happen happened occur occurred place exist existed true real
    """
)
"""What is negated to say that something was not so."""
REJECTING = _words(
    """
    deny denies denied denying denial denials dismiss dismisses dismissed dismissing reject rejects rejected
    rejecting refute refutes refuted refuting dispute disputes disputed disputing contradict contradicts
    contradicted rebut rebutted disown disowned disowns disavowed repudiate repudiated
    """
)
DEBUNKING = _words(
    """
    false untrue hoax hoaxes fake faked fakes fabricated fabrication fabrications bogus baseless unfounded
    groundless myth debunk debunks debunked debunking inaccurate incorrect nonsense absurd lie lies satire prank
    phony fiction disproved disproven erroneous mistaken misleading propaganda rubbish invented fictitious
    """
)
"""Calling something untrue."""
AFFIRMING = _words(
    """
    confirm confirms confirmed confirming admit admits admitted admitting acknowledge acknowledges acknowledged
    concede concedes conceded true accurate correct
    """
)
HEDGING = _words(
    """
    reportedly allegedly alleged purportedly purported supposedly apparently rumor rumors rumored rumour rumours
    rumoured could may might claim claims claimed possible possibly unconfirmed suspected unverified likely
    whether speculation if considering
    """
)
"""In narration: not asserted."""
RUMOURED = _words("rumoured rumored whispered whisper whispers whispering murmured murmur murmurs gossip gossiped")
"""Of what nobody stands behind: "it is whispered that", "there is talk that"."""
REFERRING_BACK = _words(
    """
    report reports reporting claim claims allegation allegations accusation accusations charge charges statement
    statements story stories rumour rumours rumor rumors suggestion suggestions assertion assertions account
    accounts news criticism it that this them these those involvement responsibility role knowledge wrongdoing
    fault hand part anything everything being involved responsible behind comment any all earlier media press
    such the a an its their his her as of to by in was were is are had has have having not no nothing completely
    totally entirely categorically strongly flatly both against called saying calling country government side
    own only talk version finding propaganda baseless untrue at on with from about much already so
    """
)
"""Words of a content that only points to something said before: "the report", "any involvement"."""
POINTING = _words(
    """
    it this that report reports claim claims story stories rumour rumours rumor rumors news account tale photo photos
    picture pictures image images video footage quote quotes post article
    """
)
"""Words by which an article points to something told before, when it calls that untrue."""
ROLES = _words(
    """
    spokesman spokeswoman spokesperson spokespeople official officials office ministry minister president prime
    secretary general chief head director department government statement leader chairman mr mrs
    """
)
"""Words of a source that do not tell whose it is."""
IRREGULAR = _pairs(
    """
    strike: struck; shoot: shot shooting; die: died dead death deaths dies dying; buy: bought; sell: sold sale
    sales; find: found; fall: fell fallen; steal: stole stolen; lose: lost losses loss; flee: fled; fight:
    fought; build: built; spend: spent; pay: paid payment; send: sent; hold: held; lead: led; meet: met; break:
    broke broken; fly: flew flown flight; give: gave given; go: went; take: took taken; write: wrote written;
    win: won; grow: grew grown; child: children; person: people; man: men; woman: women; kill: killing;
    catch: caught; hide: hid hidden; begin: began begun; rise: rose risen; drive: drove driven; shut: shutting; choose:
    chose chosen; speak: spoke spoken; draw: drew drawn; wear: wore worn; swear: swore sworn; teach: taught;
    throw: threw thrown; feed: fed; bring: brought; keep: kept; hear: heard; ride: rode ridden; bind: bound;
    sink: sank sunk
    """
)
"""Irregular forms of words that news is full of, and the word."""
NUMBERS = {
    word: float(value)
    for word, value in _pairs(
        """
    0: zero; 1: one; 2: two; 3: three; 4: four; 5: five; 6: six; 7: seven; 8: eight; 9: nine; 10: ten; 11:
    eleven; 12: twelve; 13: thirteen; 14: fourteen; 15: fifteen; 16: sixteen; 17: seventeen; 18: eighteen; 19:
    nineteen; 20: twenty; 30: thirty; 40: forty; 50: fifty; 60: sixty; 70: seventy; 80: eighty; 90: ninety
    """
    ).items()
}
SCALES = {
    word: float(value)
    for word, value in _pairs("1e2: hundred; 1e3: thousand k; 1e6: million m mn; 1e9: billion bn b").items()
}
PAST_TENSES = _pairs(
    """
    was: being; had: having; struck: striking; hit: hitting; took: taking; made: making; gave: giving; stole:
    stealing; left: leaving; hid: hiding; put: putting; sold: selling; bought: buying; sent: sending; spent:
    spending; held: holding; brought: bringing; sought: seeking; paid: paying; ran: running; led: leading; fed:
    feeding; broke: breaking; shot: shooting; built: building; wrote: writing; kept: keeping; lost: losing; did:
    doing; let: letting; set: setting; got: getting; lied: lying; died: dying; flew: flying; met: meeting;
    drove: driving; told: telling; won: winning; went: going; fought: fighting; taught: teaching; threw:
    throwing; forgot: forgetting; misled: misleading; planned: planning
    """
)
"""Irregular past tenses of gerunds."""
