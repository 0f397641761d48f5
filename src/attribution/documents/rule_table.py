"""What page furniture looks like, line by line: a table to read and to extend.

A pattern must match a whole line in the form that `rules.normalised` gives it: lower case, plain apostrophes, no
bullets or arrows around it. ``STRONG`` lines are furniture wherever they stand. ``OPENERS`` are too, and take the
headlines or tags below them along. ``WEAK`` lines are so only beside other furniture: "Facebook" may be a cross-head.
"""

__all__ = ["NEEDED", "OPENERS", "STRONG", "WEAK"]

_NETWORK = (
    r"(?:facebook|twitter|x|whats ?app|linkedin|reddit|pinterest|instagram|telegram|youtube|tiktok|threads|bluesky"
    r"|mastodon"
    r"|flipboard|pocket|messenger|snapchat|viber|vk|tumblr|wechat|gmail|google\+?|sms|rss|e-?mail|print"
    r"|copy(?: link| url)?)"
)
_THING = r"(?:story|stories|article|post|page|news|report|video|piece|link|quote)"
_THIS = rf"(?:this|a version of this) {_THING}"
_NUMBER = r"\d[\d,.]*[km]?"
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE = (
    rf"(?:{_DAY} {_MONTH},? \d{{4}}|{_MONTH}\.? {_DAY},? \d{{4}}|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}"
    r"|\d{4}-\d\d-\d\d)"
)
_PICTURE = r"(?:photo|photograph|photography|photographer|image|picture|pic|credit|illustration|video|graphic|cover)s?"
_AGENCY = r"(?:reuters|ap|afp|epa|getty|pa|dpa|afp via getty|pa wire|pa media|bloomberg|handout)"
_MORE = (
    r"(?:recent|latest|related|popular|trending|top|featured|recommended|similar|more|other|further|suggested|new"
    r"|our|today's)"
)
_POSTS = (
    r"(?:posts?|articles?|stories|news|headlines|content|coverage|reading|links|videos|reports|reads|releases"
    r"|picks)"
)
_MOST = (
    r"(?:read|viewed|popular|shared|commented|watched|discussed|e-?mailed|recent|clicked|liked|active"
    r"|talked about)"
)

STRONG: dict[str, tuple[str, ...]] = {
    "share buttons": (
        r"share or comment on .{1,150}|share what you think|save (?:articles|stories) to read .{1,60}|copylink",
        r"(?:share|tweet|pin|post|send|e-?mail|print|save|copy|gift|bookmark|recommend) (?:this|the|full"
        rf"|it)(?: {_THING})?(?: .{{0,30}})?",
        rf"(?:share|tweet|e-?mail|print|save|copy|gift)(?: full)? (?:{_THING}|url|to a friend|for later|options"
        r"|tools|buttons)",
        rf"(?:share|tweet|post|pin|send|save|like)(?: this)? (?:on|via|to|by|with|in) {_NETWORK}.{{0,40}}",
        r"share|tweet|shares|share (?:on|via|with):?|share with .{1,30}|shared? \d+|like this|like loading.{0,5}",
        r"[–—-]+ ?.{2,60}\(@\w+\) .{5,30}|this (?:content|video|post) is (?:hosted|provided) by a third party.{0,200}",
        r"link copied!?|copy link|pin it|e-?mail a link",
        r"click (?:here )?to (?:share|e-?mail|print|tweet|copy|follow).{0,60}",
        r".{0,60}\(?opens in (?:a )?new (?:window|tab)\)?.{0,20}",
        rf"(?:share:? )?{_NETWORK}(?:[\s|·•,/&]+(?:and |more )?{_NETWORK})+(?: more)?|share:? {_NETWORK}",
        rf"{_NUMBER} ?(?:shares?|likes?|views?|reactions?|retweets?|favou?rites?|votes?|claps?)",
        r".{20,250}[.!?]['\"”]? (?:tweet this|click to tweet|share this quote|tweet)",
        r"(?:view this post on|a post shared by).{1,80}",
    ),
    "comments": (
        r"the (?:comments|views|opinions) (?:below|expressed|above)\b.{0,200}|replies ?\(\d+\)|click to rate",
        rf"(?:{_NUMBER}|no|one|all|top|newest|reader|your|load|hide) (?:new |more |public |reader )?(?:comments"
        r"|comment|replies)(?: ?\(.{1,14}\))?",
        r"(?:show|view|see|read|add|post|leave|write|submit|make)(?: (?:a|the|all|your|more|other"
        r"|\d+)){0,2} (?:comments?|reply|replies).{0,12}",
        r"comments?|comment (?:now|here|below)|comments? ?\(\d[\d,]*\)|comments? ?: .{1,40}",
        r"comments? (?:section|policy|guidelines)",
        r"comments? (?:are|have been|is) .{1,40}|.{0,40}\bnot (?:currently )?accepting comments.{0,30}",
        r"loading comments.{0,5}",
        r"(?:\d+|one) (?:thoughts?|responses?|replies|comments?) (?:on|to) .{1,200}|discussion \(\d+\)",
        r"\d+ (?:replies|responses)",
        r"(?:join|start|continue|be part of) the (?:conversation|discussion|debate).{0,40}|have your say.{0,60}",
        r"be the first to comment.{0,20}|what do you think\??|what's your (?:view|opinion|take)\??",
        r"let us know (?:what you think )?in the comments.{0,40}",
        r"reply|reply to .{1,40}|log in to (?:reply|comment).{0,20}|report abuse|flag (?:this )?comment|up ?vote",
        r"down ?vote|sort(?:ed)? by:? .{1,30}",
        r"re: .{5,200}|last edited (?:by|on|at) .{1,120}|(?:originally )?posted by .{1,60} ↑|\S{2,30} wrote:? ↑?",
        r"(?:like|reply|report|share|quote|recommend)(?:[\s|·•]+(?:like|reply|report|share|quote|recommend"
        r"|\d+[hmdw]?))+",
    ),
    "comment form": (
        r"your e-?mail (?:address )?(?:will|is) (?:not|never).{0,100}|required fields are.{0,30}",
        r".{0,20}all fields (?:are )?required.{0,20}",
        r"(?:your )?(?:comment|name|e-?mail|e-?mail address|website|message) ?(?:\*|\(required\)|\(optional\)"
        r"|\(will not be published\))",
        r"save my (?:name|details).{0,120}|notify me (?:of|when|by).{0,80}",
        r"(?:post|submit|send)(?: a| your)? comment|characters (?:left|remaining).{0,20}",
        r"(?:you )?must be (?:logged|signed) in.{0,60}",
        r"(?:please )?(?:log|sign) in (?:or \w+ )?to (?:post|leave|join|add).{0,40}",
        r"this site uses akismet.{0,100}|you may use these html tags.{0,200}|cancel reply|edit comment",
        r"delete comment",
    ),
    "advertisement": (
        r"(?:video )?ad feedback|advertise|.{0,20}\bafter newsletter promotion.{0,10}",
        r"(?:skip |close |remove )?(?:advert|advertise?ments?|ads?)(?: (?:feature|below|\d+|- .{1,40}"
        r"|continue.{0,40}|scroll.{0,40}))?|paid post",
        r"(?:sponsored|promoted|sponsor message|promotion)(?: by .{1,40}| message)?|loading ads?.{0,5}",
        r"after (?:this|the) ad.{0,10}",
        r"(?:story|article|content|text|report) continues (?:below|after|underneath).{0,40}",
        r"scroll (?:down )?(?:to|for) (?:continue|more).{0,40}",
        r"advertise (?:with us|here)|report this ad|(?:your )?ad ?choices",
        r".{0,60}\b(?:promo|voucher|discount) codes?\b.{0,60}",
    ),
    "cookie notice": (
        r"(?:we|and our partners) (?:value|respect|care about) your privacy.{0,20}",
        r"your privacy(?: (?:choices|matters|settings|options).{0,30})?",
        r"(?:this (?:site|website) uses |about |use of )?cookies?(?: (?:settings|policy|notice|preferences|consent"
        r"|declaration|on .{1,30}))?",
        r"(?:manage|change|set|customi[sz]e|update|review)(?: (?:my|your|all))? (?:cookies|preferences|options"
        r"|choices|settings|consent|cookie .{1,20})",
        r"(?:accept|reject|allow|agree|decline|refuse)(?: (?:all|to all|and|&|continue|close|cookies|optional"
        r"|additional|only|essential|necessary))+",
        r"i (?:accept|agree|understand)|accept|got it!?|hide (?:this )?message",
        r"(?:consent|privacy)(?: settings| preferences| cent(?:er|re)| manager)",
        r"(?:only |use )?(?:essential|necessary)(?: cookies)?(?: only)?|(?:strictly )?necessary cookies.{0,30}",
    ),
    "newsletter": (
        r"find out what's happening .{1,100}|.{0,80}\b(?:free|daily|weekly|morning|evening) newsletter.{0,20}",
        r"(?:free |our |daily |weekly |e-?mail )*newsletters?(?: sign-?ups?)?|newsletter:? .{1,60}|e-?mail alerts?",
        r"breaking news alerts?",
        r"(?:sign|signing) ?-?up(?: (?:now|here|today|free|for|to|with) ?.{0,80})?|sign me up",
        r"(?:get|receive|have|want|delivered)\b.{0,90}\b(?:newsletters?|your inbox|by e-?mail|to your e-?mail"
        r"|alerts|your phone).{0,40}",
        r"(?:please )?(?:enter|type|provide)(?: your)? (?:valid )?e-?mail.{0,60}|(?:your )?e-?mail(?: address)?",
        r"e-?mail .{0,10}required.{0,5}",
        r"(?:make us|add|set)(?: us)?(?: as)?(?: your| a)? preferred(?: source)?\b.{0,40}",
        r"be the first to know|today in your inbox",
        r"stay (?:informed|in the know|in touch|up[ -]to[ -]date|connected|updated|ahead).{0,120}",
        r"never miss (?:a|an|our|out)\b.{0,50}|check your (?:inbox|e-?mail).{0,60}|unsubscribe.{0,60}",
        r".{0,40}\bdelivered to your inbox.{0,40}",
        r"(?:thank you|thanks) for (?:subscribing|signing up|registering|joining|reading).{0,160}",
        r"invalid e-?mail.{0,20}|something went wrong.{0,60}",
        r"\W*(?:by|i understand|when you) .{0,100}\b(?:agree|consent|accept|acknowledge"
        r"|agreement)\b.{0,160}\b(?:terms|privacy|policy|conditions)\b.{0,80}",
        r"(?:get|download|install) (?:the|our)\b.{0,40}\bapp\b.{0,40}|(?:turn|switch) on notifications.{0,30}",
        r"add us as a preferred source.{0,40}",
    ),
    "subscription": (
        r"subscribed?(?: (?:now|today|here|for|to|from|and) ?.{0,80})?|subscribers? (?:only|exclusive).{0,20}",
        r".{0,20}\bsubscriber-only\b.{0,30}",
        r"(?:already|not)(?: yet)? (?:a |have an? )?(?:subscriber|member|registered|account)\b.{0,60}",
        r"(?:become|be) an? (?:subscriber|member|supporter|patron|friend).{0,60}",
        r"you(?:'ve| have) (?:\w+ ){1,6}(?:free )?articles?\b.{0,60}",
        r"to (?:continue reading|read the full|unlock|keep reading).{0,100}|please (?:log|sign) in.{0,60}",
        r"this (?:article|content|story) is (?:free|for|only|exclusive|reserved|available) (?:to|for|on"
        r"|with)\b.{0,100}",
        r"(?:support|help fund|fund) (?:our|independent|local|quality|trusted) .{0,20}(?:journalism|news|reporting"
        r"|work|us).{0,40}",
        r"support us|.{0,40}\breached your (?:monthly )?limit.{0,60}|\d+ (?:free )?articles? (?:remaining|left).{0,40}",
        r"(?:sign|log) ?-?(?:in|out|on)(?: (?:to|or|with|via) .{0,30})?|(?:my|your) (?:account|profile)",
        r"create (?:an?|your)(?: free)? account",
        r"register(?: now| here| free)?|donate(?: now| today| here)?|e-?edition",
        r"(?:donate|contribute|give) (?:to|today|now).{0,40}",
        r"(?:start|try|get) (?:a |your |our )?.{0,20}\b(?:free trial|subscription)\b.{0,40}|cancel anytime.{0,20}",
        r"gift subscriptions?|story saved|you can find this story in my bookmarks.{0,100}|.{5,60}\bapp\W+download now",
    ),
    "read more": (
        r"(?:read|see|view|show|load|find out|learn|discover|hear|explore)(?: the)? (?:more|all|full (?:story"
        r"|article|report|statement))(?:\.{1,3}|…|!)?",
        r"(?:read|see|view|find out|learn|discover|hear|explore|click for|watch)(?: the)? more (?:here|on|about"
        r"|from|in|at|of|like|stories|news|details)\b.{0,90}",
        r"(?:read|see|view)(?: the)? (?:more|full (?:story|article|report|statement)|all) ?(?:[:|>»–-]|here|from"
        r"|on|at) ?.{0,150}|(?:continue|keep) reading.{0,120}",
        r"(?:click|tap) here\b.{0,120}|more details|full story",
        r"(?:read|see) also ?[:|>»–—-] ?.{1,150}|(?:also|now|must|next) (?:read|see) ?[:|>»–—] ?.{1,150}",
        r"(?:read|view) on \w{3,20}",
        r"(?:read|see|related|more|more on this|recommended|watch|watch live|listen|listen now"
        r"|don't miss) ?[:|>»] ?.{1,150}(?<![.”\"])",
        r"(?:up next|further reading|read next|gallery|in pictures|icymi|in case you missed it"
        r"|from the archives?) ?[:|>»] ?.{1,150}(?<![.”\"])",
        r"(?:last|next) (?:week|month)'s (?:story|column|issue|edition)",
        r"(?:next|previous|prev|older|newer)(?: (?:page|posts?|article|story|entries|gallery))?(?::.{1,120})?",
    ),
    "navigation": (
        r"(?:skip|jump)(?: directly)? to .{1,40}",
        r"(?:main |site |open |close |toggle |show |hide |primary |full )*(?:menu|navigation|nav|side ?bar)",
        r"search(?: (?:for|this|the|our|jobs|site|articles)\b.{0,30})?(?:\.{3}|…)?|top of page|breadcrumbs?",
        r"site ?(?:map|index)",
        r"(?:back|return|go) to (?:top|home|the top|start|search|results|all|previous|article|news|homepage).{0,30}",
        r"you are (?:here|in):? ?.{0,100}|(?:home|start|front page) ?[>»/›|→] ?.{1,100}",
        r"page \d+ of \d+|\d+ of \d+|\d+ ?/ ?\d+",
        r"(?:font|text) size.{0,30}|a-? ?\|? ?a\+",
        r"print(?: this| page| version| friendly)+.{0,20}|printer-friendly.{0,20}",
        r"\+? ?- ?font size",
        r"load(?:ing)?(?: more)?(?:\.{3}|…)?|show (?:more|less)|(?:view|see) all(?: .{1,40})?|live tv",
        r"today's (?:paper|e-?paper|weather)|(?:estimated |est\. )?(?:reading|read) time:? .{1,20}",
        r"(?:a )?\d+[ -]min(?:ute)?s?(?:[ -](?:read|listen|watch)| to read)?",
        r"(?:change|choose|select)(?: your)? (?:language|edition|region|country|location).{0,20}",
        r"(?:please )?enable javascript.{0,40}",
        r"poll loading.{0,5}|(?:vote|vote now|view results|see results|take (?:the|our) (?:poll|quiz|survey))",
        r"swipe (?:for|to|left|right).{0,30}|this article is more than .{1,20} old.{0,5}",
        r"(?:explore|discover) .{0,20}(?:further|more)",
    ),
    "copyright": (
        r"(?:©|\(c\)|copyright\b).{0,250}|.{0,200}\ball rights reserved\b.{0,200}",
        r"(?:.{0,100}[\s|.])?© ?(?:\d|[a-z]).{0,150}",
        r"(?:proudly )?powered by .{1,60}|blog at wordpress.{0,20}",
        r"(?:web)?site (?:by|design(?:ed)? by|built by) .{1,40}|theme(?: by|:) .{1,60}",
        r"reuse this content|order reprints.{0,60}|(?:request|buy) (?:reprints|rights|a licen[cs]e).{0,40}",
        r"(?:acquire |purchase )?licensing rights.{0,30}",
        r".{0,60}\bregistered (?:charity|trademark|company|office|in england|number)\b.{0,150}",
        r".{0,100}creative commons.{0,80}",
        r".{0,60}\b(?:may|must) not be (?:published|reproduced|copied|broadcast|redistributed)\b.{0,200}",
        r"(?:except where|unless) otherwise (?:noted|stated|indicated).{0,150}",
        r".{0,120}\bpart of the [\w ]{2,40} (?:group|network)\b.{0,40}",
        r".{0,80}\b(?:editors' code of practice|independent press standards|press complaints|ipso)\b.{0,200}",
    ),
    "legal": (
        r".{0,40}\bnot responsible for the content of (?:external|other) .{0,40}",
        r"(?:(?:our|your|the|us|uk|eu|california|children's|online|interest-based|site|user|editorial|website|data"
        r"|community|comment"
        r"|corrections?|ethics|advertising|modern|slavery|acceptable|legal|cookies?|privacy|terms|conditions"
        r"|accessibility|and|&"
        r"|of|use|service|sale|protection|state) ?)+(?:policy|policies|notices?|statement|conditions|terms|use"
        r"|service|rules|guidelines|complaints|rights|settings|sale|agreement|code|ads|standards|principles|help)",
        r"terms|privacy|accessibility|imprint|disclaimer|corrections(?: (?:and|&) clarifications)?",
        r"code of (?:conduct|ethics|practice)",
        r"(?:disclaimer|disclosure|editor's disclosure) ?[:–—-].{1,310}|.{0,200}\bequal opportunity employer\b.{0,200}",
        r".{0,200}\b(?:not|nor) (?:constitute|intended as|to be taken as)\b.{0,40}\badvice\b.{0,120}",
        r"(?:market )?(?:data|quotes|prices) (?:is|are) (?:displayed|(?:a |in )?real-time|delayed|at least)\b.{0,200}",
        r"do not sell.{0,60}|opt[ -]out.{0,40}|(?:our |the \w+ )?standards:.{1,100}|legal|gdpr.{0,30}|about our ads",
    ),
    "follow us": (
        rf"(?:follow|find|like|join|visit|watch|connect with|add)(?: us)?:? (?:on|at) {_NETWORK}.{{0,80}}",
        r"follow(?: us| me| @\S+)?:?",
        rf"follow (?:us|me|@\S+|our .{{1,40}}|.{{2,40}}) (?:on|at|via|for) {_NETWORK}\b.{{0,200}}",
        r"follow us .{1,60}|.{0,10}follow [@(].{2,60}",
        r"(?:join|subscribe to) our (?:\w+ ){0,3}(?:channel|group|community|podcast|feed)s?\b.{0,60}",
        r"connect with us.{0,40}|on social media",
        r"(?:find|like|connect with|talk to|contact|reach) us (?:on|at|via)\b.{0,100}|@[\w.]{2,30} on \w+",
        r"like us.{0,60}",
        r"(?:listen|subscribe|available)\b.{0,30}\b(?:apple podcasts|spotify|itunes|google play"
        r"|wherever you get your podcasts).{0,80}",
    ),
    "contact": (
        r"(?:do you (?:have|know)|got|have you got|have|know) (?:a|an|any|something|more)\b.{0,60}\b(?:story"
        r"|stories|tips?|news|information)\b.{0,30}[?].{0,200}",
        r"(?:e-?mail|contact|call|text|write to|message|reach)(?: [\w'-]+){1,4} ?(?:at|on|via|:|by) ?.{0,60}(?:@"
        r"|\d{3}|\.com).{0,80}",
        r"(?:e-?mail|contact) the (?:author|reporter|writer|editor|newsroom|news ?desk).{0,60}",
        r"(?:send|submit|share)(?: us)? (?:your|a) (?:news|story|stories|photos?|tips?|pictures?|videos?"
        r"|letters?)\b.{0,100}|(?:know|have|got) more\?.{0,100}",
        r"for (?:further|more) information,? (?:please )?(?:contact|visit|e-?mail).{0,80}",
        r"(?:do|did|are|were|have) you\b.{0,80}\? (?:tell us|share your|get in touch|let us know|contact us)\b.{0,80}",
        r"why you can trust .{2,40}|contact|contact us|about us|about this site",
        r"(?:submit|send|have) a (?:news )?tip.{0,10}",
        r"letters? to the editor|media (?:contact|enquiries)s?:?.{0,60}",
        r".{0,120}\b(?:reach|contact|e-?mail|follow) (?:him|her|them|me)\b(?: \w+)? (?:at|on|via)\b.{0,100}",
        r".{0,80}can be reached (?:at|on|via) .{0,80}",
        r"[\w.+-]+@[\w-]+\.[\w.]+|(?:tel|telephone|phone|fax|e-?mail|call)\.?:? ?\+?[\d ().-]{6,25}|https?://\S+",
        r"www\.\S+",
    ),
    "credits": (
        r".{0,120}\bcontributed to this (?:report|story|article).{0,20}|sources?: .{2,40}",
        r"\W{0,3}(?:additional |further )?(?:reporting|writing|editing|compiled|edited|translated|translation"
        r"|production|research)(?: (?:and|&) \w+)? by:? .{2,250}",
        rf".{{0,10}}\b{_THIS} (?:is|was|has been|have been)? ?(?:also |originally |first |initially |last )*"
        r"(?:published|republished|produced|generated|created|amended|updated|corrected|appears|appeared|adapted"
        r"|translated)\b.{0,200}",
        r"\W{0,3}with (?:reporting|files|additional reporting|contributions) (?:by|from) .{2,120}",
        r"about the (?:author|writer)s?|fact[ -]checked by:? .{2,60}|how we (?:reported|did) this .{1,30}",
        r"(?:chart|map|graphic|table)s?: .{2,100}|.{0,80}\bcreated with (?:datawrapper|flourish)\b.{0,20}|get the data",
        r"(?:correction|clarification)(?: ?[(:,–—-].{0,200})?",
        r"(?:journal |paper )?references?: .{5,200}|doi:? .{5,80}|.{0,200}\bdoi: ?10\.\d.{3,80}",
    ),
    "continued": (
        r"(?:please )?(?:continued?|continues|turn|story continues) (?:on|from|to)(?: the)? (?:page|next|p\.).{0,30}",
    ),
    "commission": (
        r".{0,160}\b(?:earn|receive|get)\b.{0,20}\b(?:commission|share of (?:the )?sales?)\b.{0,120}",
        r".{0,60}\baffiliate (?:links?|partners?|commission)\b.{0,120}",
    ),
    "feedback": (
        r"was this (?:page|article|story|information|content|translation) (?:useful|helpful|interesting|worth).{0,40}",
        r"rate (?:this|the .{1,30} out of).{0,40}|are you enjoying .{1,40}",
        r"(?:poll|quiz)(?: of the \w+)?: .{1,150}\?|thank(?:s| you) for rating.{0,20}",
        r"(?:who|what|which)\b.{0,40}\byour (?:favou?rite|pick|verdict|man of the match|view|choice)\b.{0,40}\?",
        r"if you (?:enjoy|like|appreciate|found)(?:e?d)? (?:reading )?(?:this|our|my|the)"
        rf" (?:{_THING}|newsletter|podcast|episode|work|site)\b.{{0,250}}",
        r"(?:report|suggest|spotted?|found|seen) an? (?:error|correction|mistake|typo|problem|issue).{0,60}",
        r"tell us what you think.{0,40}",
        r"(?:send|give|leave)(?: us)?(?: your)? feedback.{0,40}|did you (?:find|like|enjoy) this.{0,60}",
        r"help us improve.{0,60}|(?:how|what) (?:can|could) we (?:improve|do better).{0,40}",
        r"is (?:there )?anything wrong with this page.{0,5}|yes no|thank you for your feedback.{0,5}",
    ),
    "player": (
        r".{0,40}\b(?:audio|summary|text|voice) (?:is |was )?generated (?:by|using|with) (?:ai|a computer).{0,80}",
        r"video duration.{0,40}|listen ?[·|:-]? ?\d+:\d\d|\d+:\d\d - .{2,40}|scroll down for .{2,20}",
        r"(?:play|watch|listen(?: to)?|pause|stream) (?:the|this|now|live|video|audio|again"
        r"|in full)\b(?: \w+){0,3}(?: ?(?:below|above|here).{0,40})?[:.]?",
        r"(?:watch|listen to|hear) (?:our|the full) [^.!?]{2,80}|(?:video )?highlights: [^.]{2,100}|player ratings",
        r"\d+:\d\d(?: ?/ ?\d+:\d\d)?|now playing.{0,60}|.{3,100}\(\d{1,2}:\d\d\)|(?:un)?mute|live ?stream|video",
        r"duration:? \d.{0,20}|.{0,40}\b(?:browser|device) does not support.{0,80}",
        r"(?:video|media|audio) (?:player|unavailable|caption|playback|can ?not|could not).{0,60}",
        r"(?:watch|see) the .{2,60} (?:below|above)[:.,]?.{0,30}",
        r"this (?:video|clip) is (?:un|not |no longer )available.{0,40}",
        r"(?:hide|toggle|show|view|open) (?:captions?|image|gallery|photos?|slideshow|transcript|full ?screen).{0,40}",
        r"gallery",
        r"(?:image|photo|picture|slide) \d+ (?:of|/) \d+.{0,10}|enlarge(?: this)? (?:image|photo).{0,10}",
        r"\d+ (?:photos|images|pictures)",
    ),
    "photo credit": (
        r"[a-z.'-]+(?: [a-z.'-]+){1,2} ?/ ?[\w.'&-]+(?: [\w.'&-]+){0,4}",
        r".{0,250}\bin this (?:\w+ ){0,2}(?:photo|picture|image|photograph)\b.{0,150}",
        rf"(?:file )?{_PICTURE}(?: credits?)?(?: by)? ?[:|/] ?.{{2,150}}|(?:getty|ap|pa|afp|epa) images?",
        r"file photo.{0,150}",
        rf".{{0,300}}[\s(\[]{_PICTURE}(?: credits?| courtesy)?(?: by)?: ?[^.:]{{2,70}}",
        r".{0,300}\((?:photo|image|picture|pic|credit|ap|afp|reuters|getty|epa|file|supplied|handout"
        r"|courtesy)\b[^)]{0,70}\)\.?",
        r".{0,300}\b(?:getty images|shutterstock|alamy|istock(?:photo)?|ap photo|file photo|stock photo|unsplash"
        r"|anadolu|wireimage)\b.{0,40}(?<![.”\"])",
        r".{0,250}\([a-z][a-z.'-]+(?: [a-z.'-]+){1,3} ?[/|] ?[\w .,'&-]{2,60}\)\.?",
        rf".{{0,300}}(?:^|[\s(\[]){_PICTURE} ?\| ?[^.:]{{2,90}}",
        rf".{{0,250}}(?:\w/| via |\| ?){_AGENCY}|{_AGENCY}(?: ?/ ?[\w .'-]{{2,40}})",
        r".{0,250}\b(?:photo|photograph|picture|image)s? (?:by|courtesy(?: of)?|via):? [\w .'/&-]{2,60}",
        r"(?:image|photo|picture)? ?courtesy(?: of)? .{2,60}",
    ),
}

OPENERS: dict[str, tuple[str, ...]] = {
    "related": (
        rf"(?:the )?{_MORE}(?: [\w&]+){{0,2}} {_POSTS}(?: (?:in|from|on|for|by|to|this) .{{1,40}})?",
        rf"{_POSTS} (?:you might|we) (?:have )?(?:missed|like|love).{{0,20}}",
        r"related|trending(?: (?:now|today|on|in) ?.{0,30})?|popular(?: now| today| this week| on .{1,30})?",
        r"latest(?: (?:from|in|on) .{1,30})?|featured",
        rf"(?:the )?(?:\d+ )?most[ -]{_MOST}(?: (?:in|on|from|this|today|now|stories|news|articles|posts"
        r"|videos) ?.{0,30})?|editors?'?s?'? (?:picks?|choice|recommend.{0,10}|selection)",
        r"recommended(?: (?:for you|by|from|reading) ?.{0,30})?",
        r"(?:you|readers|others) (?:may|might|could|should|will|would)(?: also| be)? (?:like|enjoy|read"
        r"|be interested|interested|want).{0,30}",
        r"(?:if you liked|because you read|since you're) .{1,50}|you'll (?:also )?(?:like|love).{0,20}",
        r"readers? also.{0,20}",
        r"(?:people|readers|others)(?: are| who)?(?: also)? (?:are )?(?:also )?(?:read|reading|viewed|liked"
        r"|watching|talking about).{0,30}",
        r"also (?:read|see|watch)|(?:useful|quick|external|helpful|related) links|who is online|upcoming fixtures",
        r"read (?:also|next|this next|these next)|read more (?:on|from|about|in) .{1,40}",
        r"what(?: to|'s) (?:read |watch )?next|(?:up|watch|listen) next",
        r"next up|don't miss(?: .{0,30})?|in case you missed it|must[ -](?:reads?|see)",
        r"more (?:on|from|in|about|like|by|for|to) .{1,40}",
        r"elsewhere(?: (?:on|in) .{1,30})?|also (?:on|in|from|by) .{1,40}|see also|further reading|keep reading",
        r"more stories|more news",
        r"(?:from )?(?:around|across|our|elsewhere on) (?:the web|partners|network|sponsors|archives?)",
        r"from the archives?|(?:by )?(?:taboola|outbrain)(?: feed)?",
        r"(?:sponsored|promoted|paid|partner|advertiser|branded) (?:content|stories|links|posts?|offers|features?)",
        r"(?:top|breaking|latest|local|other|in other|more|headline)(?: local| world| top)? (?:news|stories|headlines)",
        r"headlines|\d+ related",
        r"on this topic|what's (?:hot|trending|new)|just in|newest|best of .{1,30}|(?:blog )?archives?",
        r"upcoming events|events|blogroll",
        r"(?:our|today's) (?:picks|top picks|highlights)|(?:the )?(?:day|week)'s (?:top|best|biggest) .{1,20}",
        r"top \d+|(?:today's )?top stories",
        r"(?:related|linked|similar) (?:to this )?(?:topics?|internet links|items|documents)|documents|downloads",
        r"attachments|notes to editors:?",
    ),
    "tags": (
        r"(?:related |explore |story |article |more )?(?:tags|topics|categories|keywords|labels|hashtags|subjects"
        r"|themes):?|filed (?:under|in):?",
        r"(?:explore|follow)(?: more)?(?: on)? (?:topics|these topics).{0,30}",
        r"more (?:on|about) (?:this|these) (?:story|topics?|subjects?).{0,10}",
        r"in this (?:story|article)|see more on:?|posted in:?|mentioned in this .{1,20}|topics you can follow.{0,10}",
        r"(?:related |story |article )?(?:tags?|topics?|category|categories|filed under|keywords|labels"
        r"|subjects?) ?[:|] ?.{1,150}",
        r"(?:see more on|posted (?:in|under)|tagged(?: (?:as|with|in|under))?|more (?:about|on)|published in"
        r"|section|appears in) ?[:|] ?.{1,150}",
        r"related (?:topics?|tags?|subjects?|people|places|companies) ?[:|] ?.{1,150}|posted (?:in|under) .{1,80}",
        r"#\w+(?:,? #\w+)*|(?:filed under|tagged(?: with)?) .{1,120}(?<!\.)",
    ),
}

_SECTIONS = (
    r"home|news|world|uk|us|u\.s\.|politics|business|markets|money|economy|tech|technology|science|health|sports?"
    r"|football|culture"
    r"|arts|opinion|comment|lifestyle|life|style|travel|food|videos?|photos|podcasts?|weather|local|national"
    r"|international|regional"
    r"|entertainment|showbiz|tv|games?|puzzles|crosswords|horoscopes?|obituaries|classifieds|jobs|careers|property"
    r"|cars|motoring"
)
_BUTTONS = (
    r"read later|bookmark|soundcloud|spotify|audio|paid|deals|reviews|shop|store|press|media|contact|help|faqs?"
    r"|about|more|close|back|ok|okay|yes|no|menu|search|settings|like|love|funny|wow|sad|angry|saved?|listen|play"
    r"|watch|live|exclusive|breaking|analysis|explainer|premium|free|photo|image|credit|getty images|reuters|ap|afp"
    r"|english|français|español|deutsch|italiano|português|العربية|русский|中文"
)
WEAK: tuple[str, ...] = (
    rf"{_NETWORK}|{_SECTIONS}|{_BUTTONS}|@\w+|[a-z]|[\W_]+",
    rf"[\W_]*{_NUMBER}[\W_]*|-?\d+ ?°[cf]?.{{0,12}}|[\w&/ ]{{2,20}} [\d,.]+ ?[▲▼(+-]{{0,2}} ?[\d.]+%?\)?"
    r"|in ['\"“][\w ]{2,20}['\"”]",
    r"(?:\d+|an?) ?(?:hours?|hrs?|h|minutes?|mins?|m|days?|d|weeks?|w|months?|years?) ago|just now|\d+[hmdw]",
    rf"(?:.{{3,140}}\S )?[(–-]?{_DATE}\)?|{_DATE}[:,]? (?:at \d.{{1,10}}|.{{3,120}})|{_MONTH} \d{{4}}(?: \(\d+\))?",
    r"(?:joined|posts|location|member since|threads|reputation|rank) ?: ?.{1,40}|press release(?: no\.? ?[\w/]+)?|top",
    rf"(?:{_DAY} {_MONTH}|{_MONTH}\.? {_DAY})[:,]? .{{3,120}}(?<![.”\"])",
)

# What a line must have somewhere before the patterns that look for it anywhere are tried; for speed only.
NEEDED: dict[str, str] = {
    "copyright": r"©|\(c\)|copyright|rights|powered|wordpress|site|theme|reuse|reprint|licen|registered|not be"
    r"|otherwise|commons|part of the|editors' code|press|ipso",
    "photo credit": r"photo|image|pic|credit|illustration|video|graphic|cover|getty|shutterstock|alamy|istock|unsplash"
    r"|anadolu|courtesy|[/|(]| via |^(?:reuters|ap|afp|epa|pa|dpa|bloomberg|handout)\b",
}
