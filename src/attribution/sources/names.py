"""First names that are clearly a woman's or a man's in most of the world's news; ambiguous ones are left out."""

from attribution.sources.lexicon import word_set

__all__ = ["FEMALE_NAMES", "MALE_NAMES"]

FEMALE_NAMES = word_set("""
    abena achieng ada adaeze adhiambo adjoa adwoa agatha agnes agnieszka ailsa aino aisha aissatou akiko akinyi akosua
    alexandra alexia alice alison alma althea amaka amal amara amber amelie amina aminata amy ana anastasia anjali
    anke ann anna anne anneke annette annie antje aoife aphrodite apolline ariadne aroha astrid atieno aud audrey
    aurelia aurelie ava avril awa aylin ayse aysel ayumi azadeh azra bea beatrice beatrix beatriz becky belen bella
    bente bernadette beryl beth bethan bettina betty bianca biljana birgit birgitte blanche bodil bohdana bonnie
    bozena bozhena brenda bridget brigitte briony britta bronwen bryony bukola busisiwe calla camille candice caoimhe
    carina carmen carol caroline carolyn carys catalina catherine cathy celeste celine cerys charlotte chelsea cheryl
    chiamaka chiara chidinma chioma chipo chloe christa christabel christine chrysoula ciara cilla cindy claire
    clementine colette colleen consuelo cosima courtney dagmar dagny daisy danuta daphne deborah deepika deepti
    deirdre delia delphine denise desiree despina dewi diane dilys dinah divya dolores doreen doris dorit dorothy
    dorte dorthe dragana edit edith eeva effie efua eila eileen eilidh ekaterini elaine eleanor eleni elfrida elif
    elin elinor elisabeth elise elizabeth elke ellen elodie eloise elsbeth elsie elspeth emer emilie emily emine emma
    enid erin esi esme esperanza estelle esther ethel etta eun-ji eunice eva evangelia eve evelyn ewa faith farah
    farzaneh fatemeh fatma fatou fay felicity femke fenella ffion fiona fleur florence florrie folake frances
    francoise freda frederique freya frieda funmilayo gail galina gaynor gemma genevieve georgette georgie geraldine
    gerda germaine gertrude gesine gill gillian ginger gisele giselle gitte gladys glenys gloria golda gosia grace
    graciela grainne greer greet greta gretchen gretel guadalupe gudny gudrun guinevere gulizar gulsen gunvor gwen
    gwendolen gwyneth hacer haidee halina hanan hannah hanne harriet haruka hatice hazel heather hedvika hedwig heidi
    heike helen helene helga henrietta hermione hester hettie hilary hildegard hilkka hillary hitomi hiwot hoa holly
    hope hrafnhildur hui-min hulya huong hye-jin hyun-ju ida ifeoma ildiko ilona ilse imelda imogen ina ines inge
    inge-lise ingeborg ingrid iona irene irina iris irma isabel isabelle isla isobel isolde itzel itziar ivana ivanka
    ivy jacqueline jadwiga jane janet janice janine jasmine jeanne jelena jemima jen jennifer jenny jessie ji-woo
    ji-yeon jill joan joanne jodie johanne josephine josie joy joyce judi judit judith judy julianne julie juliet june
    jyoti kaarina kaori karen karin kasia katarina kate katerini katharine kathe katherine kathleen kathryn kathy
    katie katinka katri kavita kay kehinde keiko keira khady kirsten kirsti kirstie kirsty klara kristen kristin
    krystyna kyllikki kyra laetitia lakshmi laleh lan lara laure lauren laverne lea leila leilani leonie leonore
    lerato leticia letty leyla liane libby libuse liesel lieselotte lihua lily linda lindani lindiwe lindsay linh
    linnea lis lisa lisbeth lise liv livia liz ljiljana lois lorelei lorna lorraine lotte lottie louise lourdes
    lucille lucinda lucy ludivine ludmila lulu lupe luz luz-maria lydia lyn lynette lynn lyudmila maarit mabel
    madeleine madge maeve magdalena maggie mahnaz mai mai-linh maia mairi maisie maite makeda makena malgorzata
    malgosia malia mallory mandy manon marcelle maren margaret margaux margery margit margot margrethe marguerite
    maria mariam mariama marianne maribel marie marie-claire marieke marielle marijke mariko marilou marilyn marion
    marisol marit marjatta marjolein marjorie marlene marlies marthe martine mary mary-ann maryam maryse mathilde
    matilda maud maureen mavis may meenakshi meera megan megumi mei mei-hua mei-ling meihua melanie melinda melody
    meltem mercedes merete meron meryl mette mhairi mia michelle michiko milagros mildred milica millicent millie
    min-ji ming-na minnie mireille miriam mirren misaki moana moira molly mona monique moraa morag morgane muriel
    myfanwy myra myriam myrtle nadezhda nadine nancy nandi naoko naomi nasreen nasrin natalie natasha nawal ndeye neha
    nellie nerys nesrin nessa nettie ngaio ngoc ngozi nguyet niamh nicole nicolette nieves niki nina njeri nneka noemi
    nokuthula nomsa nora noreen noriko norma nosipho nuala nur nurten nurul nyambura octavia oddny odette odile oksana
    olga olive olwen oonagh ophelia oriane orla ottilie ottoline outi paige palesa pam paraskevi parvati parveen
    parvin patty paula paulette pauline pearl peggy penelope penny pernille petronella philippa philomena phoebe
    phuong phyllis pia pilar pirkko pooja portia precious priscilla putri rachel radhika ragna ragnhild raisa ramona
    randi rania raquel rebecca reiko remedios renee rhian rhiannon rhoda rhona riikka rim rocio roisin romy rosalie
    rosalind rosalyn rosamund rosanne rosario rose rosemarie rosemary rosie rowena roxane roxanne rukhsana rutendo
    ruth ruthie sachiko sadie sakura sally samira sanne sara sarah saskia savitri scarlett selam selma senga serena
    setsuko sevgi sevim shabnam sharon shauna sheena sheila shirin shirley shona shreya sibongile sibyl sidsel siew
    signe sigourney sigrid sigrun silke simone sinead siobhan sioned sirpa sissel siti siv snezana socorro solange
    soledad solveig sonja soo-jin soo-min sophie sri stacey stella stephanie suad sue sukie sunita sunniva susan
    susannah suzanne svetlana svitlana swati sybil sylvie synnove tabitha tamara tammy tamsin tania tatenda tatiana
    temitope tessa thandeka thandiwe thea thelma theodora therese thi thuy tigist tilda tilly titilayo tomoko tove
    tracy trinidad trish trudi trudy tsitsi turid tuulikki ulla ulrike ursel ursula uta uzoamaka valerie vanessa vera
    veronique vesna vicky violet vivian vivien vivienne wambui wanda wanjiku wanjiru wati wendy wieslawa wilhelmina
    wilma winifred winnie xanthe xenia xiaomei ximena xiuying xochitl yaa yan-li yasmin yasmine yetunde yevgenia
    yewande ylva yoko yolande yukiko yuko yvette yvonne zainab zanele zara zdenka zelda zeynep zinaida zinnia zodwa
    zoe zofia zorica zoya zsofia zulema
""")
MALE_NAMES = word_set("""
    aage aarne aaron abdi abdirahman abdul abdulla abdullah abdullahi abebe abel abelardo abu achille adam ade adil
    adnan adolfo adrian agus agustin ahmad ahmed aidan ajay akash akira aksel alan alasdair alastair alban albert
    albrecht aldo alejandro aleksandr alessandro alexander alexei alf alfred alfredo algernon ali ali-reza alistair
    allan allen alois alok alonso alpha alun alvaro alwyn amadeo amadi amadou ambrose amir amit amos amr anastas
    anatol anatole anatoly anders andras andre andreas andrei andrew andrzej angelo angus anil ansel anselm anselmo
    ante antero anthon anthony antoine anton antonio anwar archibald ardeshir aristide arjun arkady armand armando
    armin arnaud arne arno arnold arsene arsenio arthur arturo arun arvid ashok ashwin asif athol attila auberon
    aubrey auguste avi axel ayman ayodele babak babatunde bahram balazs baltazar bambang bao baraka barnaby barney
    bart bartholomew bashar bassam bastien bayu behzad bekele ben bence benedict benedikt benicio benito benjamin
    benny bent bernabe bernard bernardo bernd bernie bertil bertram bertrand bharat bheki bilal bill birger bjarne
    bjorn blaise bo bob bobby bogdan bohumil bohuslav bojan bola bongani boris boubacar brad bram brandon branko
    brendan brent brett brian bronislaw bruce bruno bryan bryn budi byron caleb callum camilo carl carlos carsten
    caspar casper cecil cedric celestino cesar cezary chandra charles chas cheick cheikh chen cheng chidi chinedu
    chris christian christoph christophe christopher chuck chukwu ciaran cillian clarence claude claudio claus
    clemente clifford clint clive colin colm conor constantin corey cormac cornelius craig crisanto crispin cristobal
    csaba cuthbert cyprian cyril czeslaw dafydd dag daichi daisuke dalibor damian damilola damon dan daniel danilo
    danny daoud dara dario darius dariush dariusz darren darryl dave david davide davy dawit dean declan deepak dejan
    denis dennis denzil derek dermot derrick des desmond desta detlef dexter dez dezso dick dickie dickon didier diego
    dieter dilip dimitri dimitrios dimitris dinesh dirk djibril dmitri dmitry dominic dominik donal donald dong
    dong-hyun donovan doug dougal douglas dragan duc duncan dunstan dusan dwayne dwi dylan eamon eben ebenezer ebo ed
    eddie edgar edmund eduard eduardo edvard edward edwin eero efraim efrain egbert egon einar eino eirik eko eldon
    elias elijah eliseo elliot elmer elvis emeka emil emile emiliano emmanuel emmett emrys enoch enrique enzo eoin
    eric erich erik erkki erling ernest ernst errol erwin esa esfandiar esteban ethan etienne eugene eustace evan ewan
    ezekiel ezra fabian fabien fabio fabrice fadi faisal farai farhad farid farrokh felipe felix femi feng ferdinand
    ferdinando ferenc fergus fermin fernand fernando fidel filip finn florin floyd folke fouad francesco francis
    francisco franck francois frank frankie franz fraser fred freddie frederick fredrick fredrik friedrich fritz
    fulgencio fyodor gabor gabriel galen garba gareth gary gaspard gavin gennady geoff geoffrey geordie georg george
    georges georgy gerald gerard gerd gergely gerhard gerry gethin ghassan ghislain gianni gil gilbert gilberto giles
    gino giorgos giovanni girma giuseppe gleb glen glenn glyn godfrey godwin gonzalo gopal goran gordon gottfried
    graham grant greg gregor gregory grigori grigory grzegorz guido guillaume guillermo gunnar gunther gustaf gustav
    gustave gustavo guy gwilym gwyn gyorgy hadi haile hakan hakon hal halvor hamid hamish hamo hamza hani hank hannu
    hans hans-peter harald harish harold harri harry harun haruto hassan haydn hector hedley heikki heiko
    heinrich heinz helge helmut hendra hendrik henning henri henrik henry henryk herb herbert heribert heriberto
    herman hermann hernan hersi herve hideo hiram hiro hiroshi hisham hjalmar holger hong-wei honorio horatio horst
    hossein howard hubert hugh hugo hugues humberto hung hussein huw hyun-woo hywel iago iain ian ib ibrahim ibrahima
    ichabod ichiro idris idrissa idwal iestyn iggy ignacio ignatius igor ihab ike ikenna ilan ilkka ilya imran imre
    ingmar ingvar innokenty inocencio iolo ion ira irving irwin isa isaac isaiah isamu isidor isidore ismael ismail
    ismet issa istvan iuan ivan ivica ivo ivor jabez jacek jack jacky jacob jacobo jacques jagdish jago jaime jake
    jakob jalal jamal james jamshid jan-erik janko janos jared jari jaromir jaroslav jaroslaw jason jasper javier
    jean-claude jean-luc jean-marc jean-paul jean-pierre jeb jed jedediah jeff jeffrey jens jeremiah jeremy jerome
    jerry jerzy jesper jesus jethro jett ji-hoon jian jie jim jimmy jin-ho jiri jiro joachim joao joaquin jochen jock
    joe joel johan johann johannes john johnnie johnny joko jolyon jon jonah jonas jonathan jonathon jonjo jordi jorge
    jorma jory jose josef joseph josh joshua joss josua jovan jozef jozsef juan jude juhani jukka jules julian julio
    julius juma jun jun-ho junichi jurgen jussi kai kaj kalevi kalman kamal kamau kamil kamran karel kari karim karl
    karoly karthik kaspar kazimierz kazuo keir keith kelechi kelvin ken kenji kenneth kenny kenta kermit ketut kevin
    khalid khanh khosrow kieran kipchoge kiprono kirill kishore klaus klaus-dieter kliment knut kofi kojo konrad
    konstantin kostas kourosh kris kristian kristof krzysztof kunle kurt kwabena kwadwo kwame kwasi kwesi kyle labib
    ladislav laird lajos lalit lamar lamine lance lancelot lanre larry lars lasse laszlo laurence laurent lauri
    lawrence lawrie leander leandro lech lei leif len lennart lenny leo leon leonard leonid leopoldo leroy les lester
    leszek lev levi lewis liam liang lino lionel lisandro ljubomir lorenz lorenzo lorne lothar louie louis luay
    lubomir lubos luc luca lucas lucian luciano lucien ludovic ludvig ludvik ludwig luigi luis lukas lukasz luke lumir
    luther lutz lwazi lyle lyndon lysander maciej mads magne magnus maher mahesh mahmoud majid makoto malcolm mamadou
    mamady mandla manfred manny manoj manuel marc marcel marcelino marcello marcellus marcelo marcin marcus marek
    marian mario marius mariusz mark mark-anthony marko martin marton marty marvin marwan masaru massimo mate matias
    matt matteo matthew matthias matti mattias matyas maurice mauricio max maxim maximilian mehdi mehmet mehrdad
    melvyn merlin merrick merv mervyn meurig micah michael michal michel mick mickey miguel mihai mika mikael mike
    mikel mikhail mikko miklos milan milorad milos miloslav min-jun ming minh minoru mirko miroslav miroslaw mitch
    mitchell mladen modou mohamed mohammad mohammed mohan moises mordecai mort morten moshe moussa muhammad mukesh
    mulugeta mungo munir murdo musa mustafa mutua mwangi mykola nabil nader naoki narciso nasser nat nathan nathanael
    nathaniel naveen navid nebojsa ned neil nello nelson nenad nestor neville nicanor nicholas nick nico nicodemus
    nicolas niels nigel nikhil nikita niklas niko nikola nikolai nikos niles nils ninian nizar njoroge nnamdi noah
    noam noel norbert norman nuno obi obinna ochieng octavio odd oddvar odhiambo ogden oisin okechukwu olaf olav
    oldrich ole oleg oleksandr oliver olivier olli ollie olly olu olumide oluwaseun omar ondrej oran orlando osamu
    osbert oscar oskar osman osmond osvaldo oswin ota otieno otis otmar ottmar otto oumar ousman ousmane ovidio owain
    owen pablo paddy padraig pal pancho pankaj paolo pape parviz pascal patrice patricio patrick patrik pau paul paulo
    pavel pavlos pavol pawel peder pedro pekka penn pentti per percival perran peter petr petri petro petros petrus
    peyton phelim phil philip philipp philippe phineas pierre piers piet pieter pietro pim ping piotr placido poul
    prakash pramod predrag premysl przemyslaw putra pyotr qais qasim qiang quang quentin radek radim radomir radoslav
    radoslaw radovan radu rafa rafael rafal rafe rafiq rahim rahul raimo raimundo rainer raj rajesh rajiv rakesh ralf
    ralph ramesh rami ramiro ramon ramzi randal randall randolph raoul raphael rashid rasmus rastus ratko raul ravi
    ray raymond reggie reginald reijo reinaldo reinhard reinhold remi remy renato renaud rene reynaldo reza rhodri
    rhys riad ricardo richard richie rick rickard rickey rigoberto ringo risto ritchie rizal roald rob robbie robert
    roberto rocco roddy roderick rodger rodney rodolfo rodrigo rogelio roger rohan rohit roland rolando rolf romeo
    rommel ron ronald rory roscoe ross rostislav rotimi roy ruairi rube ruben rudi rudolf rudolph rufino rui rune
    rupert ruslan russell ryan ryota ryszard ryu saad sachin saeed salim salman salvatore samba samih samir sammy
    samson samuel sandeep sandor sandro sang-woo sanjay sanjeev sasa satoshi saul scott sean sebastian sebastien segun
    segundo sekou semyon seppo septimus serge sergei sergey sergio seth seumas seung-ho seydou seymour shamus shane
    sharif shaun shaw shigeru shinji shota shyam siamak sidney siegfried sigmund sigurd silas silvester silvio simeon
    simon sinisa sipho sixten sizwe slamet slavko slawomir slobodan solomon somchai soren souleymane spyros stanislas
    stanislav stanislaw stanley stavros stefan stefano stefanos stepan stephane stephen stevan steve steven stewart
    stig stu stuart subhash sung-min sunil suresh susumu svatopluk sven svend sverre sylvain sylvester szymon tadashi
    tadeusz tage taj takashi takeo takeshi tamas tancred tao tapio tapiwa taras tarek tariq tavish tawanda tayo ted
    teddy teemu tendai teodoro terence terje terrance terrence terry tesfaye tetsuo thabo thad thaddeus thanh themba
    theo theobald theodor theodore thibault thierry thomas thor thorsten thulani tiago tibor tidiane tiernan tim timo
    timofey timothy timur tinashe tobias tobin toby todd toivo tom tomas tomasz tomislav tommy tony torben torsten
    toshio trevor trey tristan trygve tuan tunde tycho tyler tyrone uche udo ugochukwu ulf ulises ulrich umesh urho
    uriah urs uwe vaclav vadim vaino valentin valentine valery vasco vasily vaughn veikko vernon vicente victor vidar
    vidkun viggo vijay vikram viktor vilem vince vincent vincenzo vinod virgil vit vitaly vito vittorio vivek vladimir
    vladislav vojtech volker volodymyr vsevolod vuk vyacheslav wael wafula waldemar waldo waleed walid wallace walt
    walter warren wayan waylon wayne wei wei-ming wen wendell werner wesley wieslaw wilbur wiley wilf wilfred wilfredo
    wilfrid wilhelm willard willem william willie willy wilmot wim winthrop wlodzimierz wojciech wolfgang woodrow
    wyatt wynn xander xavi xavier xiang yahya yakov yanick yann yannick yannis yaroslav yash yasser yaw yegor yevgeny
    yohannes yonas yong yosef yoshio young-ho youssef yuri yusuf yves zacarias zachary zack zaid zane zarko zbigniew
    zdenek zdzislaw zebedee zeke zeljko zhong ziad zivko zoltan zoran zsolt zuhair zygmunt
""")
