"""Words that tell what a mention refers to: titles, roles, organisations, documents, gender. Data only.

All words are lower-case and singular; nothing here is a rule.
"""

__all__ = [
    "ABBREVIATIONS",
    "COMMON",
    "COMPOUNDS",
    "CROWDS",
    "DETERMINERS",
    "DOCUMENTS",
    "GENDERED",
    "GENERIC_ORGS",
    "GENERIC_ROLES",
    "ISSUED",
    "KIN",
    "NAME_ONLY",
    "NAMING_WORDS",
    "NATIONAL",
    "ORG_CLASSES",
    "PARTICLES",
    "PEOPLE",
    "POSSESSIVES",
    "PRONOUN_GENDER",
    "RECIPROCAL",
    "ROLE_CLASSES",
    "SURNAMES",
    "TITLES",
    "VOICES",
    "word_set",
]


def _classes(table: dict[str, str]) -> dict[str, frozenset[str]]:
    """Turn ``{class: "word word"}`` into ``{word: classes}``."""
    classes: dict[str, set[str]] = {}
    for name, words in table.items():
        for word in words.split():
            classes.setdefault(word, set()).add(name)
    return {word: frozenset(names) for word, names in classes.items()}


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


TITLES = word_set(
    "mr mrs ms miss mx sir lord lady dame madame dr prof rev hon dona sheikh ayatollah st sayyid haji count"
    " baron pc commodore"
)
"""Forms of address that stand before a name and say nothing of an office."""

ABBREVIATIONS = {
    "gen": "general", "col": "colonel", "lt": "lieutenant", "capt": "captain", "maj": "major", "sgt": "sergeant",
    "adm": "admiral", "brig": "brigadier", "cmdr": "commander", "cpl": "corporal", "insp": "inspector", "supt":
    "superintendent", "det": "detective", "sen": "senator", "rep": "representative", "gov": "governor", "pres":
    "president", "sec": "secretary", "amb": "ambassador", "prof": "professor", "dr": "doctor", "rev": "reverend",
    "fr": "father", "msgr": "monsignor", "pm": "prime minister", "premier": "prime minister", "ceo": "chief executive",
    "defense": "defence", "dep": "deputy", "atty": "attorney", "vice-president": "vice president", "labor": "labour",
    "chief of staff": "chief-of-staff", "secretary of state": "secretary", "organization": "organisation",
    "center": "centre", "theater": "theatre",
}  # fmt: skip
"""Short or variant forms and the word that stands for them."""

ROLE_CLASSES = _classes({
    "state": """president minister chancellor governor mayor ambassador envoy secretary senator representative
        congressman congresswoman lawmaker deputy councillor commissioner official diplomat king queen prince
        princess sultan emir speaker undersecretary mp attaché vice-president bureaucrat premier councilman
        councilwoman politician negotiator legislator prefect parliamentarian delegate consul under-secretary
        chief-of-staff aide adviser advisor""",
    "house": "representative congressman congresswoman",
    "lords": "lord baroness peer",
    "military": """general colonel major captain lieutenant sergeant admiral commander brigadier marshal corporal
        soldier pilot guerrilla fighter commandant warlord deserter defector""",
    "police": "inspector superintendent detective officer constable sheriff commissioner investigator",
    "law": "judge justice prosecutor lawyer attorney solicitor barrister magistrate coroner counsel",
    "business": """executive director chairman chairwoman chairperson chair manager founder co-founder owner boss
        svp evp vp banker treasurer entrepreneur businessman businesswoman developer consultant agent publicist
        investor""",
    "head": "chief head leader secretary coordinator organiser organizer candidate nominee strategist chairman chair",
    "sport": """coach manager striker forward winger player captain defenceman batsman bowler goalkeeper midfielder
        defender footballer swimmer runner athlete skipper golfer boxer cyclist driver referee trainer sprinter
        rower jockey""",
    "science": """professor doctor scientist researcher economist analyst expert historian author engineer physicist
        chemist academic scholar lecturer astronomer mathematician philosopher sociologist statistician psychologist
        pollster geologist biologist epidemiologist virologist botanist zoologist archaeologist climatologist
        seismologist criminologist veterinarian naturalist conservationist""",
    "medicine": "doctor physician surgeon nurse midwife paramedic psychiatrist pathologist vet pharmacist",
    "arts": """actor actress singer musician artist painter writer novelist poet composer director producer filmmaker
        comedian author dancer conductor playwright photographer rapper curator sculptor designer architect""",
    "media": """editor editor-in-chief reporter journalist presenter columnist blogger correspondent anchor broadcaster
        host commentator""",
    "religion": """archbishop bishop priest pope imam rabbi cardinal pastor nun reverend father monsignor vicar cleric
        monk chaplain abbot""",
    "speaks": "spokesman spokeswoman spokesperson",
    "teaches": "teacher headteacher headmaster headmistress principal tutor rector dean",
    "private": """witness eyewitness resident shopkeeper farmer fisherman trader deckhand passenger student pupil
        customer villager neighbour neighbor volunteer activist campaigner protester victim survivor patient worker
        waiter waitress cleaner tourist visitor climber rescuer refugee employee builder carpenter electrician plumber
        mechanic miner sailor skipper firefighter lifeguard gardener barber tailor hairdresser librarian landlord
        landlady tenant commuter pensioner veteran user insider whistleblower hiker diver vendor grocer butcher
        beekeeper shepherd postman defendant plaintiff claimant suspect man woman boy girl teenager person
        individual source critic observer fan supporter voter member occupant caller tipster motorist pedestrian
        schoolboy schoolgirl bystander caretaker guard guide baker cook hunter porter mason potter miller weaver
        archer ranger forester stallholder ferryman boatman herder widow widower citizen taxpayer consumer
        migrant viewer listener""",
    "kin": """brother sister father mother wife husband son daughter uncle aunt cousin grandfather grandmother nephew
        niece partner boyfriend girlfriend fiance fiancee twin parent guest friend colleague rival successor
        predecessor teammate classmate roommate opponent counterpart ally mum mom dad""",
})  # fmt: skip
"""What a person is or does, with the walks of life it belongs to."""

SURNAMES = word_set("""baker cook hunter guard porter mason potter miller weaver archer forward barber butcher farmer
    driver sailor shepherd gardener tailor carpenter fisher guide ranger forester parent miner user""")  # fmt: skip
"""Occupations that are surnames when written with a capital."""

VOICES = word_set("spokesman spokeswoman spokesperson chairman chairwoman chairperson") | {
    "press officer", "press secretary",
}  # fmt: skip
"""Offices whose unnamed holder is the voice of the body."""

CROWDS = {
    **dict.fromkeys(word_set("rebel militant guerrilla insurgent separatist fighter islamist gunman"), "armed"),
    "activist": "group", "campaigner": "group", "environmentalist": "group",
}  # fmt: skip
"""People whom a body of that sort may be called by."""

GENERIC_ROLES = _classes({
    "state": "official politician lawmaker diplomat statesman republican democrat conservative liberal socialist",
    "house": "congressman congresswoman lawmaker politician legislator",
    "lords": "peer politician",
    "military": "officer commander soldier official",
    "police": "officer official investigator",
    "law": "lawyer",
    "business": "executive boss businessman businesswoman entrepreneur industrialist",
    "head": "boss official leader",
    "sport": "player athlete sportsman sportswoman star champion",
    "science": "scientist researcher academic expert scholar specialist analyst",
    "medicine": "doctor medic",
    "arts": "artist star performer entertainer writer",
    "media": "journalist reporter writer",
    "religion": "cleric churchman clergyman priest prelate",
    "speaks": "spokesperson official",
    "teaches": "teacher",
})  # fmt: skip
"""Broad words for people and the walks of life whose members they may point back to."""

COMPOUNDS = word_set("""prime-minister vice-president attorney-general secretary-general director-general
    chief-executive
    inspector-general general-secretary press-secretary press-officer""")  # fmt: skip
"""Two words that are one role, joined here by a hyphen."""

KIN = {
    "brother": ("brother", "sister"), "sister": ("brother", "sister"), "twin": ("brother", "sister", "twin"),
    "wife": ("husband",), "husband": ("wife",), "son": ("father", "mother"), "daughter": ("father", "mother"),
    "father": ("son", "daughter"), "mother": ("son", "daughter"), "uncle": ("nephew", "niece"),
    "aunt": ("nephew", "niece"),
    "nephew": ("uncle", "aunt"), "niece": ("uncle", "aunt"), "cousin": ("cousin",),
}  # fmt: skip
"""Relatives, who may share a surname, and what they call each other in return."""

ORG_CLASSES = _classes({
    "ministry": "ministry department treasury",
    "state": """government administration cabinet presidency palace kremlin pentagon ministry department embassy
        consulate agency authority regulator bureau office service commission inspectorate watchdog municipality
        council parliament senate congress assembly committee junta nato prefecture prosecution customs treasury
        directorate""",
    "force": """army military navy force police guard coastguard command corps troops battalion regiment patrol
        intelligence""",
    "court": "court tribunal",
    "council": "council parliament senate congress assembly committee commission chamber board panel",
    "party": "party campaign coalition democrats republicans",
    "armed": "brigade front militia faction guerrilla army command cartel",
    "group": """group movement union federation confederation association alliance network league brigade front militia
        faction coalition campaign party cooperative society collective committee organisation""",
    "union": "union federation confederation",
    "charity": "charity foundation trust watch observatory ngo aid relief fund cross crescent society",
    "company": """company firm inc ltd limited corp corporation plc holding holdings industries bank airline airlines
        airways air wings power energy electric motors oil gas refining petroleum freight shipping shipyard lines
        docks toys foods steel mining chemicals pharmaceuticals pharma insurance capital partners technologies
        systems software labs group retailer manufacturer developer brewery breweries construction cement logistics
        telecom mobile railways rail ferries builders engineering cars textiles farms dairy properties estates
        factory mill refinery plant""",
    "airline": "airline airlines airways air wings carrier",
    "bank": "bank savings credit",
    "utility": "power energy electric water gas utility grid",
    "railway": "rail railway railways trains",
    "retailer": "retailer stores supermarket shop store",
    "club": "club fc united rovers city athletic wanderers team squad hotspur town albion rangers county",
    "sport": "federation association league club",
    "study": "institute university laboratory centre center centers academy college observatory foundation museum",
    "school": "school college academy university institute",
    "institution": "institute university hospital academy college museum bank foundation theatre library school",
    "hospital": "hospital clinic infirmary",
    "arts": "theatre museum gallery orchestra opera ballet library festival studio",
    "church": "church diocese archdiocese mosque synagogue vatican",
    "media": """newspaper paper times post herald daily radio television tv news channel magazine website agency
        broadcaster station network gazette tribune journal telegraph guardian chronicle observer mail mirror press
        weekly blog outlet tabloid publication broadcasting media cnn bbc site portal courier echo examiner reuters""",
    "family": "family",
    "place": "port airport zoo prison hotel restaurant",
})  # fmt: skip
"""What organisations are called, with the sorts they belong to."""

NAME_ONLY = word_set("""air wings power energy electric motors oil gas refining petroleum freight shipping lines docks
    toys foods steel mining chemicals capital partners technologies systems software labs rail railways trains water
    grid savings credit united city albion county town press mail mirror times post herald echo guardian chronicle
    observer courier examiner telegraph gazette tribune weekly watch relief aid cross crescent mobile cement
    construction engineering cars textiles farms dairy properties estates mill insurance daily lines stores shop
    store fund port house chamber front society league command""")  # fmt: skip
"""Words that mean an organisation only as part of its name."""

GENERIC_ORGS = _classes({
    "company": """company firm business corporation manufacturer giant operator start-up startup supplier developer
        producer maker publisher insurer landlord conglomerate employer contractor""",
    "airline": "airline carrier",
    "bank": "bank lender",
    "utility": "utility supplier",
    "railway": "operator",
    "retailer": "retailer chain shop store supermarket",
    "group": "group organisation movement body faction alliance coalition network",
    "armed": "group organisation movement militia",
    "party": "party movement campaign",
    "charity": "charity group organisation body ngo foundation",
    "union": "union",
    "sport": "body organisation federation",
    "club": "club side team",
    "study": "institute institution centre team",
    "institution": "institution",
    "school": "school institution",
    "hospital": "hospital institution",
    "arts": "institution",
    "state": "agency authority regulator watchdog",
    "force": "force military",
    "media": """newspaper paper outlet broadcaster magazine website site tabloid channel station network publication
        daily weekly""",
})  # fmt: skip
"""Broad words for organisations and the sorts of organisation that they may point back to."""

DOCUMENTS = word_set("""statement report letter study communique communiqué document survey poll release article story
    declaration memo note email e-mail message post tweet filing ruling judgment verdict review analysis dossier
    editorial cable autopsy bulletin affidavit complaint lawsuit indictment transcript audit announcement leaflet
    speech interview census remark comment testimony""")  # fmt: skip
ISSUED = word_set("""statement letter communique communiqué release declaration memo note email e-mail message post
    tweet bulletin affidavit complaint lawsuit announcement leaflet speech interview report remark comment
    testimony""")  # fmt: skip
"""Documents that speak for whoever issued them."""

PEOPLE = word_set("""rebels militants guerrillas troops authorities officials sources witnesses residents police people
    relatives locals villagers democrats republicans conservatives insurgents separatists islamists eyewitnesses
    employers leaders others media reports rumours rumors parents families staff spokesmen spokeswomen policemen
    fishermen businessmen men women children crew survivors prosecutors investigators forces criminals traffickers
    folks users scientists lawmakers critics experts analysts activists protesters supporters doctors drivers
    workers nurses soldiers fighters sectors circles groups countries jurists dignitaries rumours""")  # fmt: skip
"""Plural words for people; other plurals are known by the singular of their role."""

GENDERED = {
    **dict.fromkeys(word_set("""mr sir lord king prince father brother husband son uncle grandfather nephew
    boyfriend fiance don
        spokesman chairman businessman congressman councilman actor waiter monk priest pope imam headmaster
        fisherman boatman ferryman postman policeman man boy gentleman schoolboy widower landlord bishop archbishop
        cardinal clergyman churchman sportsman statesman emir sultan msgr monsignor"""), "m"),
    **dict.fromkeys(word_set("""mrs ms miss lady dame madame queen princess mother sister wife daughter aunt
    grandmother niece
        girlfriend fiancee dona spokeswoman chairwoman businesswoman congresswoman councilwoman actress waitress nun
        headmistress policewoman woman girl schoolgirl widow landlady midwife sportswoman"""), "f"),
}  # fmt: skip
"""Words that say whether a person is a man or a woman."""

PRONOUN_GENDER = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f", "hers": "f"}
POSSESSIVES = {"his": "he", "her": "she", "its": "it", "their": "they", "my": "i", "our": "we"}
DETERMINERS = word_set("""the a an this these those some several many two three four five six seven eight nine ten both
    another other one all dozens hundreds few most no any each every more certain various his her its their my our
    multiple numerous""")  # fmt: skip
PARTICLES = word_set("de la del las los van von der den bin ibn al el y da dos di le du ben abu af san st")
NATIONAL = ("ish", "ian", "ean", "ese", "can", "ch", "eli", "aqi", "ani", "iti", "ni", "dutch", "greek", "us", "u.s",
            "uk")  # fmt: skip
"""Endings of adjectives of nationality."""

PLACE_BEGINS = word_set("""lake cape port fort mount mont upper lower castle castel san santa saint st isle isla ile
    river bay north south east west storm hurricane typhoon cyclone""")
PLACE_ENDS = word_set("""bay ford point island islands hollow flats hill hills river valley pass lake harbour bridge
    street road quay pier park county district peninsula strait gulf sea ocean desert forest mountains coast beach
    square avenue lane""")
"""First and last words of names of places; Susan Hill is told by her first name."""
CRAFT = word_set("""trawler barque ferry ship freighter tanker frigate yacht vessel boat submarine dredger tug destroyer
    cruiser liner barge schooner lifeboat cutter corvette steamer storm hurricane typhoon cyclone""")
"""Nouns before a name that is nobody's."""
FEASTS = word_set("""easter lent christmas ramadan michaelmas martinmas candlemas whitsun passover pentecost advent eid
    diwali hanukkah""")

RECIPROCAL = word_set("""met meets meet quarrelled argued debated faced clashed talked spoke fought joined married wed
    sued with versus""")
"""Words that put two parties side by side, so that neither stands out."""

COMMON = word_set("""a an the and or but nor so yet if then than as at by for from in into of off on onto out over to
    under up upon with within without about above across after against along among around before behind below
    beneath beside between beyond despite down during except inside like near outside past since through throughout
    toward towards until via while when where why how who whom whose which what that this these those there here it
    he she they we i you him her them us me his its their our my your hers theirs himself herself itself themselves
    not no is are was were be been being am has have had having do does did done will would shall should can could
    may might must ought let also too very just only even still already again ever never always often sometimes soon
    later earlier meanwhile however therefore thus moreover instead although though because whether unless once
    yesterday today tomorrow monday tuesday wednesday thursday friday saturday sunday january february march april
    may june july august september october november december feb apr aug sept oct nov yes ok well now both either
    neither each every some any all most many much more less few several such own same other another one two three
    four five six seven eight nine ten eleven twelve hundred thousand million billion first second third last next
    said say says saying told tell tells telling added adds according asked asks ask announced announces confirmed
    confirms denied denies deny claimed claims claim reported stated noted argued warned warns insisted accused
    blamed called calls calling described declined refused rejected dismissed admitted acknowledged alleged
    suggested hinted believes believed thinks thought wrote writes spoke speaks replied responded revealed explained
    declared demanded urged promised pledged vowed condemned criticized criticised praised thanked met meet came
    come comes went go goes made make makes took take takes gave give gives got get saw seen see sees found find
    finds held hold led lead left leave kept keep put set began begin brought bring became become knew know known
    felt feel heard hear lost won shot hit died killed wounded attacked arrested visited returned resigned appeared
    seemed remained issued sent ran run read showed show shows shown used use wants want wanted needs need took
    works worked working lives lived stood stand sat sit moved asking adding noting citing including regarding
    concerning amid afterwards nearly almost about roughly approximately per plus minus via yet according reportedly
    allegedly back away together ago long far rather quite perhaps maybe indeed certainly nobody nothing everybody
    everyone everything somebody someone something anybody anyone anything none reached speaking asked reacting
    shortly contacted close hours days weeks months years hour day week month year morning evening night afternoon
    noon midnight time times way thing things while mean means fired signed detained seized destroyed launched
    struck carried opened closed joined entered fled escaped injured released captured bombed exploded elected
    appointed named nothing good cannot states adds urges notes bad new old great small large high low early late
    right wrong true false possible sure able clear""")  # fmt: skip
"""Words that are never part of a name or of a description; they end a noun phrase."""

NAMING_WORDS = word_set("""clear true small large early late last next more other world able sure possible same
    times time way old great good first second third day week morning evening night new right left high low""")
"""Common words that belong to a name when written with a capital: "New York Times", "Real Time"."""
