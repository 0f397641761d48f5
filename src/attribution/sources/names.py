"""First names that are clearly a woman's or a man's in most of the world's news; ambiguous ones are left out."""

from attribution.sources.lexicon import word_set

__all__ = ["FEMALE_NAMES", "MALE_NAMES"]

FEMALE_NAMES = word_set("""
    achieng ada adhiambo adjoa adwoa agnes agnieszka aisha akiko akosua alice alison amal amber amelie amy ana
    anjali anke ann anna anne anneke annette annie antje aoife apolline astrid aud audrey aylin ayse azadeh beatrice
    beatrix beatriz becky belen bente bernadette beth betty birgit birgitte blanche bodil brenda bridget brigitte
    bronwen camille caoimhe carmen carol caroline carolyn carys catherine cathy cerys charlotte chelsea cheryl
    chiamaka chidinma chioma chloe christine cindy claire colette colleen consuelo courtney dagmar daisy danuta
    deborah deepti deirdre denise despina dewi diane dolores doris dorothy edit edith efua eileen eilidh ekaterini
    elaine eleanor eleni elif elisabeth elise elizabeth elke ellen elsie emily emine emma erin esi esther ethel
    eun-ji eva eve evelyn faith farah fatemeh fatma fatou fay felicity femke fiona florence folake frances francoise
    freya gail genevieve georgette gertrude gesine gillian ginger gisele giselle gitte gladys gloria grace grainne
    greta gretchen gudrun gulsen gwen gwyneth hanan hannah hanne harriet hatice hazel heather hedwig heidi heike
    helen helene hilary hillary hoa holly hope hulya huong hye-jin hyun-ju ida ifeoma ildiko ilse imogen ines inge
    inge-lise ingeborg ingrid irene iris isabel isabelle itziar ivy jacqueline jadwiga jane janet janice jeanne
    jennifer jenny jessie ji-woo jill joan joanne jodie josephine joy joyce judit judith judy julie june jyoti karen
    karin kate katerini katherine kathleen kathryn kathy katie kay keiko kirsten kirsti kirsty kristen kristin
    laetitia lakshmi lan laure lauren lea leonore leyla liesel lihua lily linda lindiwe lindsay linh lis lisa
    lisbeth lise liz lois lorraine louise lourdes lucy ludivine luz luz-maria lynn mabel madeleine maeve maggie
    mahnaz mai mai-linh maite makena malgorzata mandy manon maren margaret margot maria mariam marie marijke marilyn
    marion marit marjorie marlene martine mary maryam maud maureen mavis may megan mei meihua melanie mercedes mette
    mhairi mia michelle michiko mildred ming-na mireille miriam moira molly monique morag muriel myriam nadine naomi
    nasrin natalie nawal nerys nesrin ngaio ngozi niamh nicole nieves njeri nomsa noriko nosipho nur odette odile
    olga olive oonagh orla paige pam parvati parvin patty paula pauline pearl peggy penelope penny pernille phyllis
    pilar precious priscilla rachel randi rania raquel rebecca renee rhian rhiannon rim roisin rosalind rosario rose
    rosemary roxanne ruth sachiko sally samira sanne sara sarah savitri sevgi sharon sheila shirin shirley signe
    sigrid silke sinead siobhan sioned siti solange soledad solveig soo-jin sophie stacey stephanie suad sue susan
    suzanne svetlana swati sybil sylvie synnove tammy thandiwe thuy tomoko tove tracy trinidad trudy turid ulrike
    ursula valerie vanessa vera veronique violet vivian vivien wambui wanjiru wendy xiaomei yasmin yetunde yoko yuko
    yvette yvonne zainab zeynep zodwa zoe zsofia
""")
MALE_NAMES = word_set("""
    aage aaron abdul abdulla abdullah abebe abu adam ade adrian agus ahmad ahmed aidan alan albert aldo alejandro
    aleksandr alexander alexei alfred alfredo ali ali-reza allan alvaro amadou amir amit anders andre andreas andrei
    andrew andrzej angus anil ante anthony antoine anton antonio anwar arjun armando arne arnold arthur arun ashok
    asif attila axel babak baraka bashar bayu ben benjamin bent bernard bernie bilal bill bjorn bo bob bogdan bola
    bongani boris boubacar brad brendan brett brian bruce bruno bryan budi callum carl carlos cedric cesar charles
    cheikh christian christopher chuck chukwu ciaran cillian claude claudio clive colin colm conor cormac craig
    cyril daichi damian dan daniel daoud dara dario darren dave david dawit dean declan deepak denis dennis derek
    desmond desta detlef diego dieter dimitri dimitris dirk dmitri dmitry dominic donald doug douglas dragan duncan
    dylan eamon ed eddie edgar edmund eduard eduardo edward edwin elias elijah emeka emil emmanuel enrique enzo eoin
    eric erik ernest eugene evan ezra fabio fadi faisal farhad farid felix femi ferdinand ferenc fergus fernando
    filip finn florin francisco francois frank franz fred frederick fredrik gabor garba gareth gary gavin geoffrey
    georg george gerald gerard gerd gethin gilbert giles giorgos giovanni giuseppe glen goran gordon graham grant
    greg gregory grzegorz guido guillermo gunnar gunther gustav gustavo guy haile hal hamid hamish hamza hani hank
    hans harald harish harold harry harun haruto hassan hector heinrich heinz henning henri henrik henry herbert
    herman hiro hiroshi holger horst hossein howard hugh hugo humberto hussein iain ian ibrahim ibrahima idris
    iestyn ignacio igor ike imran inocencio ion isa ismael ismail issa istvan ivan ivo ivor jacek jack jacob jacobo
    jacques jaime jake jakob jamal james jan-erik jaroslav jason javier jeff jeffrey jens jeremy jerome jerry jesper
    jesus jim jimmy jin-ho jiri joachim joao joe joel johan johannes john johnny jon jonah jonas jonathan jordi
    jorge jose josef joseph josh joshua juan julian julius juma jun-ho jurgen kai karim karl karthik kazuo keith ken
    kenji kenneth kevin khalid klaus knut kofi kojo konrad kostas kourosh krzysztof kunle kurt kwabena kwame kwesi
    ladislav lars lasse laszlo laurence lawrence leif len leo leon leonard leroy lewis liam lionel louis luc luca
    lucas ludvig ludwig luigi luis lukasz luke lutz mads magnus mahmoud majid malcolm mamadou mandla manoj manuel
    marc marcel marcin marcus marek mark martin massimo mate matt matteo matthew matthias mauricio max mehdi mehmet
    michael michel miguel mihai mikael mike mikhail milan milos min-jun minh miroslav mohamed mohammad mohammed
    muhammad musa mustafa mykola nabil nasser nathan naveen neil nelson nenad nestor nicholas nick nicolas niels
    nigel nikita nikolai nikos nils noah noel norman nuno obinna odd olaf olav ole oleg oleksandr oliver olu omar
    orlando oscar oskar osman otto ousmane owain owen pablo padraig paolo patrick pau paul pavel pavlos pawel pedro
    per peter petr petro petros phil philip philippe pierre pietro piotr putra qasim radu rafa rafael rahim raimundo
    raj rajesh ralph ramesh rami ramon rashid raul ravi ray raymond reinhard renato rene reza rhys ricardo richard
    rick rob robert roberto rodney rodolfo rodrigo roger rohan roland rolf ron ronald rory ross roy ruairi ruben rui
    rupert ruslan russell ryan ryu saeed salim salman samba samir samuel sandro sanjay satoshi saul scott sean
    sebastian segun segundo serge sergei sergey sergio seth shane shinji sidney sigmund sigurd simon sipho slobodan
    somchai soren spyros stanley stavros stefan stefano stepan stephen steve steven stig stuart sung-min sunil
    suresh sven svend tadeusz takashi takeshi taras tarek tariq ted tendai terence terje terry tesfaye thabo themba
    thierry thomas tiago tim timothy timur toby todd tom tomas tomasz tommy tony torben trevor tristan tuan tunde
    udo ulrich uwe vaclav vasco victor vijay vikram viktor vincent vito vladimir volker volodymyr waleed walid
    walter warren wayne wei werner wilhelm william wolfgang xavi xavier yahya yannis yaroslav yaw yevgeny yonas
    yosef youssef yuri yusuf zachary zdenek zeljko ziad zoltan zoran
""")
