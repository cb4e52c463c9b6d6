/**
 * Passwords of eight and more characters that many people have, most frequent first, in lower case. Dates and repetitions
 * are left to rules. The order is that of the frequency list in @zxcvbn-ts/language-common 4.1.3, whose licence is:
 *
 * Copyright (c) 2012-2016 Dan Wheeler and Dropbox, Inc.
 * Copyright (c) 2021 @zxcvbn-ts
 *
 * Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
 * documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
 * rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
 * persons to whom the Software is furnished to do so, subject to the following conditions:
 *
 * The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
 * Software.
 *
 * THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
 * WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
 * COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
 * OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
 */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  `
password 12345678 123456789 baseball football qwertyuiop 1234567890 superman 1qaz2wsx jennifer trustno1 sunshine
iloveyou computer michelle starwars princess corvette 1234qwer internet samantha q1w2e3r4t5 maverick whatever mercedes
steelers qwer1234 hardcore q1w2e3r4 midnight bigdaddy victoria marlboro password1 1q2w3e4r cocacola jordan23 asdfasdf
danielle 12344321 jonathan liverpoo qwerty123 passw0rd abcd1234 slipknot scorpion startrek asdfghjkl redskins
qazwsxedc liverpool nicholas butthead dolphins qwertyui shithead metallic mountain benjamin elephant rush2112
1q2w3e4r5t creative garfield bullshit asdfghjk 1qazxsw2 december airborne brooklyn godzilla 4815162342 williams
darkness blink182 platinum 11223344 lifehack 12qwaszx snowball nintendo november pakistan explorer redwings 789456123
lasvegas guinness christin asdf1234 babygirl michigan carolina alexande dickhead minecraft metallica kristina kimberly
snickers paradise caroline 147258369 lacrosse bollocks poohbear qweasdzxc einstein drowssap courtney spitfire patricia
maryjane champion svetlana anderson westside security zaq12wsx alexander 123456789a 1232323q scarface qwerty12
marshall veronica stargate 12345qwert semperfi brittany scotland cherokee simpsons michael1 vladimir franklin infinity
passport bulldogs 1234554321 budlight usuckballz1 softball fktrcfylh kawasaki wildcats logitech swordfis motorola
alexandr patriots colorado juventus freeuser warcraft wolverin elizabet valentin mitchell password123 ncc1701d
spiderma hello123 virginia pearljam 123qweasd predator charlie1 panthers peekaboo rolltide american cardinal chevelle
fyfcnfcbz loverboy lovelove 123654789 changeme electric darkside hercules lawrence wolfpack letmein1 741852963
spiderman blizzard cheyenne 123456789q cjkysirj 147852369 sterling basketball a1b2c3d4 freepass airplane billybob
stingray chocolat zeppelin firebird business greenday tarheels hellfire engineer serenity fireball 1029384756 remember
darkstar mustang1 pavilion bobafett dbrnjhbz harrison welcome1 swimming defender precious icecream swordfish presario
rockstar airforce thailand bluebird goldfish wrangler cadillac longhorn microsoft christia qazwsx123 assassin atlantis
123qweasdzxc lonewolf software leonardo srinivas angelina valentina veronika babydoll wordpass butterfly devildog
mistress freedom1 soso123aljg montreal wolfgang 31415926 hotstuff basketba birthday stephani jessica1 testtest
fuckyou2 kathleen savannah shamrock deftones goldberg renegade hamilton cristina blahblah enterpri 1234abcd babylon5
sweetpea trfnthbyf cavalier marathon aardvark butterfl bigboobs manchester yankees1 napoleon buckeyes fredfred
highland 1qaz2wsx3edc diamonds campbell chandler drpepper elizabeth 12345678910 thuglife sherlock morpheus consumer
adgjmptw barcelona sundance isabella overlord isabelle ultimate ncc1701e matthew1 geronimo 123qwe123 aleksandr
portugal superfly q1w2e3r4t5y6 florence wrinkle1 11235813 51505150 seminole alejandr concrete access14 margaret
christop letmein2 qazxswedc trombone pleasure rhbcnbyf christian cdtnkfyf stallion mongoose kingkong bluemoon personal
a1234567 fuckyou1 immortal 123454321 dietcoke anthony1 giovanni hollywoo morrison 14789632 clifford bonehead fernando
ghbdtnbr charlott 1123581321 ilovesex william1 hongkong sebastia werewolf super123 cooldude eternity lollipop tottenha
stocking anything columbia makaveli robinson verbatim satan666 standard blackcat punkrock raistlin infantry
qwerty12345 waterloo seinfeld musicman megadeth skywalke gn56gn56 squirrel wolverine qazwsxed stardust twilight
intrepid vanhalen punisher 1234567a showtime fuckfuck 111222333 skittles ekaterina hannibal thunder1 chelsea1
1q2w3e4r5t6y portland panasonic sandiego penelope blackdog 1a2b3c4d californ playtime warriors gangster christine
chargers mushroom dingdong crusader stranger dkflbvbh anastasia slapshot guardian 147896325 septembe angelica scarlett
123321123 kittycat munchkin rammstein 1passwor barcelon santiago blackman starcraft goodluck coltrane katerina
fuck_inside discover spanking shaney14 192837465 lonestar stonecol meridian heather1 25802580 richard1 alexandra
zaq1xsw2 beautiful lowrider tacobell 123698745 catalina halflife johnjohn kangaroo thompson socrates keyboard national
formula1 qwerasdf 12369874 penguins fuckface vacation ragnarok mailcreated5240 lorraine dodgeram sebastian colombia
oblivion sithlord mustangs scoobydo bigballs zxcv1234 titleist richmond director magnolia blueeyes mersedes 12312312
springer patrick1 martinez cowboys1 nuttertools 1122334455 gateway1 imperial grateful peterpan kingston pa55word
freckles margarita deadhead research mariners rootbeer aspirine frederic children stephanie scooter1 creampie plymouth
justdoit 1234567q lightnin caliente goodtime catherin redalert brucelee porkchop aquarius raiders1 thankyou fletcher
shopping a1s2d3f4 sapphire qwert123 qazwsxedcrfv hastings blackjac spectrum chevrole amsterdam diamond1 rosemary
candyman beatrice front242 atlantic labrador 123456qwerty syracuse southern commando clitoris 8j4ye3uz monopoly
pineappl lesbians gangbang spartans romashka 123456aa snuggles phoenix1 infiniti jeremiah 1234567890q cosworth
charlotte doberman qawsedrf brandon1 emmanuel webmaster viktoria porsche9 starbuck beefcake godsmack clarence valhalla
starfish sailboat achilles ncc1701a arsenal1 pa55w0rd frontier swingers terminator kentucky jackson1 doughboy butthole
phillies dannyboy nebraska qwertyuio pinkfloy maryland luckydog september oklahoma qwerty123456 agent007 vfrcbvrf
nathalie whocares vkontakte ihateyou dilligaf mandingo california technics golfball bunghole 15426378 hurrican
stripper aberdeen rfnthbyf enterprise dthjybrf handsome excalibu brothers keystone flamingo passwort lancelot melissa1
australia kamikaze designer pokemon1 somethin apollo13 bearbear bradford deeznuts warhammer rangers1 blueblue meatball
columbus manchest macdaddy michaela 123456789z sentinel universe truelove sexygirl billyboy military jamesbon microsof
microlab pantyhos lifetime gordon24 theodore function 73501505 passwor1 azsxdcfv charlton bigmoney superstar fordf150
terminal wildfire vladislav hollywood gretchen saratoga 321654987 greenbay trinidad chicken1 rjirfrgbde meatloaf
hyperion rightnow treasure lisalisa chester1 jasmine1 maradona anaconda japanese catherine woofwoof pass1234 poontang
christopher albatros richards turkey50 kenworth happy123 dinosaur holyshit lionking happyday chickens chocolate
ericsson positive crazybab sherwood polniypizdec0211 fktrcfylhf zxcasdqwe hardrock anhyeuem madeline february abc12345
samsung1 applepie skywalker gandalf1 davidson skorpion hellyeah australi rockhard hedgehog 13243546 yosemite 1qa2ws3ed
mikemike america1 karolina starship salvador greatone football1 78945612 francois packers1 robotech roadkill backdoor
rastaman alliance killbill cinnamon sojdlg123aljg 18436572 963852741 bangbang jeanette operator mechanic amsterda
pingpong rasputin marianne majestic passwords kingfish zxcvbnm1 gotohell wrestlin railroad lineage2 thursday
a123456789 peterson phillips nwo4life charles1 kcj9wx5n underdog r2d2c3po snoopdog broadway umbrella splinter fuckthis
chemical 123789456 jamesbond blackhaw passpass sinclair megapass translator magicman supersta giuseppe caligula
shannon1 meredith bullseye saturday kristine tunafish gfhjkm123 dkflbckfd p0015123 12131415 crawford tazmania
deepthroat dfktynbyf tommyboy chainsaw christina marino13 getmoney budweise qazwsx12 brighton vfhufhbnf mamapapa
penthous chrisbln snowboar undertaker flounder moneyman canadian viewsonic downtown qwerty1234 eastside sneakers
golfgolf panasoni chicago1 thanatos ghjcnjnfr whitesox poseidon johannes gargoyle intruder sunnyday ferrari1 solution
madison1 newcastl goldstar buckshot titanium test1234 federico superman1 sunflowe babyblue westwood apple123 boomboom
florida1 motherlode multiplelo callaway starfire paintbal winston1 123qwerty knickers lokomotiv panther1 thirteen
rjycnfynby avalanch philippe zerocool tomorrow godfather original newyork1 idontknow vfvfgfgf beerbeer 1x2zkg8w
francesc syncmaster christie zxasqw12 paintball monalisa terrapin spongebob attitude clevelan barefoot chuckles
meathead cfitymrf cambiami 12345678q blessing aleksandra gladiator southpark mazafaka pianoman casanova traveler
hawkeyes clarinet deeznutz 10203040 meowmeow monster1 triangle valencia rhiannon crystal1 smeghead andromeda 12345679
cerberus james007 tiberius gabriell salamander resident hayabusa together juliette 1q2w3e4r5 crjhgbjy nokia6300
rockford goldwing brewster thegreat confused whiskers spaceman rebecca1 12qw34er gesperrt wrestling mohammed
sersolution overkill rhfcjnrf montgom240 bulldog1 something 12345qwe runescape lightning 14725836 19411945 hoosiers
recovery adrienne roadking illusion medicine leavemealone megatron doghouse 12345678a mortgage heineken fishing1
moonlight motherfucker realmadrid balloons tinkerbell 135792468 babyface hardcock blackbir bookworm godfathe seahawks
talisman blackjack hawaiian alphabet beautifu 123456654321 mortimer roadrunn password2 charlene christmas handyman
digital1 tiffany1 dutchess 12301230 wareagle valkyrie idontkno teddybea dragonball babybaby dolphin1 inuyasha stanford
sullivan wishbone property gameover fuckoff1 kittykat sinister dragon12 friendly aa123456 geoffrey newpass6 katherine
claymore bitchass sporting matthews checkers gabriela alexalex preacher gamecube armagedon playstation z1x2c3v4
rhtdtlrj blackout bcfields electron devil666 silverad 123456qw thunderb ghostrider reynolds cannabis southpar jackson5
absolute lipstick 1234567890a laurence mandarin baseball1 tottenham kleopatra dirtbike 1357924680 katherin northern
cameltoe bluefish slippery qweasd123 mollydog annabell starcraf ghblehjr vasilisa scorpio1 illinois deadpool farscape
sunflower hopeless carpedie asdfzxcv shepherd gatorade cameron1 borussia flexible graphics fyutkbyf 123qq123 yfcntymrf
thedoors 7ugd5hip2j elizaveta strength webmaste augustus alejandro argentina corleone vampires 987456321 babylove
sergeant dragonba stonecold register buttercu 01020304 millions millwall patience chrysler bullfrog a12345678 istanbul
ashleigh universal binladen shanghai porsche1 gabriel1 jayhawks amateurs barbados nightmare knockers chevrolet
cristian coolness criminal hardware bobdylan capslock teddybear gfhjkmgfhjkm missouri carlitos coldbeer netscape
andromed brigitte yeahbaby eldorado eastwood monkey12 paranoid rainbow6 soulmate 9293709b13 microphone kakashka
50spanks fgtkmcby 1234567891 brittney fastball creature just4fun smashing washington mephisto shitface fountain
specialk estrella buddyboy piramida violetta spencer1 salasana q2w3e4r5 heritage browning insomnia kissmyass budapest
sexysexy pinkfloyd playboy1 sandwich testpass gamecock maxwell1 magician wildcard magazine telephon 1234asdf 1a2s3d4f
rochelle pringles iverson3 vsjasnel12 darklord loveless radiohea reckless jiggaman tiger123 classics hooligan scrabble
jellybea hawaii50 pharmacy abnormal concorde qazwsxedc123 islander jakejake yjdsqgfhjkm kazantip strawberry maksimka
wg8e3wjf sweetnes master12 andersen ferguson 123456qwe dynamite gertrude doomsday rhjrjlbk mariposa killer12 mazda626
excalibur marcello buttfuck masamune 12365478 chestnut fullmoon michael2 inspiron forsaken snowboard lollypop insanity
creation katarina moonbeam gonzalez senators pumpkins windsurf green123 reddevil sheridan rjhjktdf killkill woodland
vanguard aviation stanislav yankees2 mobydick sausages francesco anastasiya nevermind presiden faithful vfitymrf
happiness robotics temppass highheel firewall polopolo evolution drummer1 pumpkin1 download fandango qwerty11
mypassword earnhard angelika icehouse misfit99 christma zaqxswcde zxcvbnm123 pineapple harrypotter gorgeous qwert12345
vikings1 spongebo broncos1 starstar radiohead viktoriya holidays mckenzie reddwarf dodgers1 platypus password12
1z2x3c4v abrakadabra marianna services longjohn 134679852 alessandro honolulu nygiants windmill freebird slamdunk
snowflak irishman bergkamp training warrior1 playstat mudvayne dudedude jackjack johndeer zildjian josephin fishbone
genesis1 bigblock jefferso clippers chambers thisisit monkeybo death666 hounddog pallmall angel123 webhompas monsters
comanche whiteout roadster stefanie heinrich undertak anastasi festival coolcool qwe123qwe mazdarx7 choochoo
123456789s iloveyou2 kisskiss cbr900rr lovelife chipmunk good123654 bluebell kjrjvjnbd fuckinside washingt tkbpfdtnf
smirnoff pipeline james123 fishhead konstantin freefree summer99 newcastle krasotka starligh wireless scoobydoo
koroleva michaels yogibear redbaron testing1 nascar24 president 7894561230 highbury zachary1 username survivor
wanderer soccer12 fuckhead costello washburn catwoman lemonade bearcats solitude cocksuck cricket1 slowhand paradigm
nostromo borabora arkansas terminat rainbow1 fantasia stephen1 underground johnson1 peaches1 cnfybckfd ghbywtccf
74108520 wildbill gilligan berkeley pool6123 armstron tropical sundevil hurricane volkswag zanzibar mustang6 trouble1
coventry gtnhjdbx 45m2do5bs nirvana1 sidekick revolver jackass1 cleopatr jermaine gbhfvblf marines1 everlast tinkerbe
bluesman customer 12qw12qw marjorie penguin1 tokiohotel straight nautilus highlander firefire longdong threesom
asdqwe123 ghjcnjgfhjkm nokia6233 ghbdtn123 asdfgh01 valentine 123456123 matthias buddy123 private1 andyod22 complete
fredrick fearless antelope marseille pantera1 viewsoni evangelion handball barselona zxcasdqwe123 sandrine sprinter
fyfnjkbq palmtree sonyericsson 25800852 question soccer10 carpente spartan1 pasadena coldplay fairlane elcamino
callisto tomahawk gladiato fantomas castillo honeybee yamahar1 wildwood david123 johngalt sweetness mcdonald buffalo1
cheshire superior ministry trinitro bismillah capricorn vendetta margarit bigpoppa success1 voyager1 iloveyou1
antonina hetfield cutiepie nonenone papillon baritone stephane freefall vjqgfhjkm mischief foxylady dominion enforcer
leedsutd f00tball remingto rfvfcenhf derparol cleopatra carnival ghjuhfvvf knuckles kayleigh harddick firefigh
blowfish sexylady alexandre whiteboy cromwell minemine dontknow wp2003wp lakeside 123456ru noname123 screamer calimero
dfktynby francisc swinging cygnusx1 trucking obsidian money123 giovanna sasha_007 marijuana kordell1 cassandr moonligh
blueball bigbooty wrestler building fishfish paramedi capricor universa lalakers cherries eclipse1 darkangel whistler
smackdow strawber facebook transfer clarissa p@ssw0rd argentin slimshady nokian73 chris123 johncena pictures
suckmydick dogpound 19283746 notebook prospect daylight capetown cartman1 fortress telephone eggplant fussball
perfect1 hallo123 pufunga7782 budweiser marseill goodgirl liverpool1 university vincent1 southpaw sylveste forever1
magellan captain1 taekwondo sonyfuck sabrina1 goldfing 1234zxcv marcius2 pentagon hotgirls cornwall mandrake bubbles1
earthlink lakewood moonshin suburban challeng opendoor commande stanley1 jonathon bubba123 navigator hellokitty
fkbyjxrf millenium gateway2 camaross bluejays 135798642 whatwhat optimist enternow destiny1 hattrick beatles1 natasha1
bordeaux 12345qwer vanessa1 therock1 ilovegod cardinals marriage espresso p4ssw0rd nightwish gsxr1000 23skidoo
ghhh47hj7649 shadow12 speedway roadrunner ironmaiden supernov toriamos patches1 mamacita stigmata gonzales nineinch
waterboy klondike somerset mulligan krokodil hardball azertyui republic romantic vauxhall rfntymrf almighty stratfor
mississippi suckdick houston1 intercourse power123 lenochka marijuan limewire blue1234 12345qwerty htubcnhfwbz
awesome1 funstuff printing theforce chiquita maserati cabernet sheepdog hairball vancouve 123456789m scheisse montana1
pimpdadd baltimor mash4077 kirkland riccardo sigmachi revolution dragon69 absolutely rfhnjirf sammy123 colonial
q1234567 ilikepie toonarmy natalie1 bigdicks cashmone myxworld kristian dominiqu darkange scrapper delaware progress
gabriele smoothie slimshad q123456789 vqsablpzla pathfind elisabet evolutio velocity annmarie dolemite vagabond
woodstoc plastics aolsucks rachelle billabon ncc74656 austin31 nevermore p0o9i8u7 forgetit password9 reginald
killer123 dukeduke archange minimoni hellsing rocknrol zaqwsxcde morrowind friendster modelsne futurama skateboard
homemade herewego lonesome blackbird cucumber vipergts 123qwert muhammad summer69 jeepster acidburn fireblad pinnacle
jellybean peterbil dilbert1 lighting homework fellatio baracuda flipflop singapor sasha123 12345abc crackers warhamme
masterbate starwars1 flamengo lfitymrf snowbird 123456789d bradley1 daughter navyseal carebear kamasutra bastards
10293847 14881488 whiplash rainyday stafford nightmar 69camaro dragonfl stickman sexybitch puppydog 5wr2i7h8 melanie1
apollo11 rockwell vfntvfnbrf eleonora alleycat ambrosia phialpha exchange lokiloki cartoons contract daisydog
penetration laetitia mustang2 adrenalin goldeney luckyone escalade 0192837465 fyutkjxtr touching trinity1 charisma
rainbows 12345qaz cleveland cocksucker 12348765 369258147 dragster bismarck cambridg 1michael treefrog 123456789qwe
nounours speakers buttercup mallorca alexander1 normandy thumper1 playball wonderful benessere smackdown trumpet1
asdffdsa favorite6 sexybabe cannibal beethove skipper1 nthvbyfnjh malaysia azertyuiop rocknroll bynthytn pavement
stockton guillaum 789654123 jupiter1 segblue2 abcdefg1 paulpaul gannibal hallowee ticklish offshore allison1 special1
amethyst letsdoit thrasher notredam candyass junkmail volleyba liberty1 bettyboo constant longhair alcatraz mynameis
sunshine1 powerful sephiroth password01 computer1 1qazxsw23edc jesus123 sparkles skinhead sonysony pancakes charlie2
generals montecar 1234567899 sergbest pathetic auckland billbill capitals pizzaman delpiero 1234rewq virginie tampabay
1qazzaq1 playboy2 1million vampire1 playmate dfcbkbcf istheman wonderboy montrose cassandra clemente dreamcas painting
zxcvb123 lockdown blacklab riffraff fidelity frankie1 edmonton pressure streaming supernova justice1 babycake fuckme69
frederik motocros rustydog pinetree 12131213 44332211 66613666 1234509876 feelgood tigercat citation sunlight bigtruck
kingking trooper1 papamama jefferson elements 123456as password99 popcorn1 francine revoluti sniffing chouchou
usmarine 123456qqq left4dead england1 conquest delldell lol12345 gogators cashmoney 18121812 eatmenow goodyear
lunchbox piercing riversid scissors crescent erection entrance weare138 italiano matchbox acapulco mohammad lebowski
surprise loverman abracadabra fisherman celebrity madagaskar dreaming mercury1 macintos tennesse hardwood sweetheart
rhfcfdbwf ronaldinho masterbating fabulous parlament alpha123 naughty1 paladin1 asdfg123 dragonballz rfhfvtkmrf
kicksass goldeneye interest natedogg alterego huskers1 adelaide nineball aircraft mallrats backbone innocent freestyle
zerozero anonymous laserjet waterman ballsack dangerous ghjcnbnenrf information babybear highlife favorite ljxtymrf
trinitron supersonic blueberr claudia1 demon666 tamerlan 1qw23er4 qwerasdfzxcv flyers88 nokia5800 stewart1 humphrey
cashflow ireland1 implants cantona7 bobmarley princesa bendover sopranos 22446688 mustang5 hillbill buster12 carlisle
protocol jennifer1 feathers nemrac58 wonderfu qweasdzxc123 dickdick pimpdaddy commander helsinki cyclones macaroni
thebeast marauder homepage dimadima halloween cheerleaers soccer11 redheads metallica1 greywolf rfhfylfi 123456789r
reloaded gigabyte flvbybcnhfnjh dortmund godbless flipper1 jurassic experienced love1234 coolhand kcchiefs barefeet
zoomzoom asdasd123 greedisgood 14785236 77347734 1020304050 nevermin arizona1 alex1234 nopassword 55bgates
123456789987654321 rosewood outsider minnesot darthvad bellagio redlight baberuth messenger abc123456 copenhag
lavalamp culinary beckham7 doughnut trueblue asdfqwer advanced monterey waterfal bukowski bigblack gianluca nokia123
as123456 blackhawk dtkjcbgtl salvatore davedave kristin1 satellite daredevi duckduck kamikadze biohazard phantom1
1q2q3q4q deathnote pertinant lilwayne blackberry poophead stiletto gallaries 1234567aa riverrat fishtank dominique
griffith nightowl valeriya 12345677 741258963 qweasdzx topolino buddydog care1839 happyman deadspin eighteen hartford
softtail jupiter2 lucky123 stonewal myspace1 powerman smartass qwerty13 prototype dipstick surveyor atreides nicetits
chopper1 z1x2c3v4b5 mastermind manunited 112233445566 civilwar downhill dallas22 interacial shitshit waterski
monkeyboy dtxyjcnm princess1 nosferatu prophecy vincenzo pitchers sealteam tortoise integral start123 chewbacc
deerhunt greenman winter99 789632145 1357908642 kikimora nothing1 mike1234 continue crazyman 2wsx3edc lapochka
wdtnjxtr disaster suckcock makeitso fivestar screwyou 123456789v daniella foreplay a1a2a3a4 blueberry gizmodo1
paperino bisexual rodrigue libertad animated eldiablo bluestar markmark honduras volleyball pizzahut q1q2q3q4q5
converse maxpower dragonfly fishcake mississi seductive ntktdbpjh happines badabing nightwin kenneth1 raymond1
sprocket passmast 99762000 123456987 918273645 landmark augustin nathanie kissmyas smithers georgina abdullah envelope
stoppedby climbing beverley alessand graduate spiderman1 foreskin jesus777 stephens fisherma 123456789o friday13
jennings randolph guillerm benedict bismilla hondacbr whoknows ghbdtnrfrltkf bigdick1 sephirot cornelia qaz123wsx
1z2x3c4v5b nokia5530 gabrielle negative websol76 sokolova india123 hugoboss websolutions thinking finalfantasy
20spanks timoxa94 mamochka ciaociao godspeed 1234567890z mazda323 gangbanged lovehate yaroslav skydiver magic123
kristen1 17011701 qq123456 architec creepers jeffrey1 treetree petrovich lionheart chairman honeybun 1qaz2wsx3edc4rfv
andyandy allstate christophe tickling topsecret roosters instinct bigbucks ilya1234 fighting dirtydog losangeles
pippen33 merchant adventure francisco leonidas flanders vancouver georgia1 sandberg letsfuck lighthou laughing
general1 locoloco qw123456 daredevil chickenwing101 valleywa livewire livelife producer chadwick rosebud1 987654321a
catfight a1b2c3d4e5 heavenly blackops hydrogen sarasara splendid vodafone slapnuts wachtwoord nancy123 sandman1
fujifilm marcella 24681012 123581321 joystick addicted anthony7 victory1 rockrock access99 ludacris nineteen lionhear
quant4307s flashman graywolf maurizio musician infected garrison forsberg flathead saxophon sarajevo a1s2d3f4g5
tonytony basement fernande monkey69 winfield batman12 singapore lincoln1 escorpio rfgbnjirf molly123 underwear
ghbdtndctv goofball zxcvasdf sickness hugetits 3rjs1la7qe internal squerting firestorm starlight blackice password11
jessica2 tangerin dragon01 qazxsw123 smirnova unbelievable bernardo warcraft3 infamous housewifes hillside hospital
macgyver 74123698 159753456 chevys10 survival hooters1 douglas1 rushmore scirocco fuzzball frogfrog 911turbo detroit1
administrator cornhole 0o9i8u7y letmesee offspring johnston daniel12 shredder wednesda truffles nathaniel fantasies
chowchow atlanta1 checkmat starlite allnight horsemen josephine 1mustang pregnant firehawk sparhawk favorite2 stirling
silverado freewill glendale groupd2013 vflfufcrfh aerosmit angel666 jediknig close-up pounding funtimes gfgfvfvf
evangeli lacrimosa bionicle madonna1 sooners1 devilman lamborghini experience carpediem schubert milamber motocross
euphoria browndog domenico skeeter1 bajingan scorpions 123321123321 bertrand frenchie service1 sleeping babemagnet
timothy1 10241024 12345687 12349876 horseman armstrong snapshot priyanka hunter12 sometime prestige 1password hawthorn
greatest mainland bulletin dutchman passcode regional bernhard gregory1 assmunch asslover rocky123 zaq12345 buckaroo
diplomat skeleton futyn007 mannheim adrianna dominick wellingt fernanda dragon123 manager1 calendar pennywis komputer
plumbing thetruth justinbieber madala11 nokia5130 lockerroom dima1995 yeahyeah ejaculation pictuers wrinkles bettyboop
frederick daydream friends1 vfhbyjxrf dominika 12345123 963258741 smoke420 cobra427 embalmer basketbal tailgate
salvator nocturne sexymama disabled papabear wednesday shinigami panorama illmatic ticktock fantasy1 woodstock
aligator mojojojo earthlin reindeer undertow alabama1 freedom2 monolith nastenka fullback elevator prudence neworder
churchil troubles sfgiants qwedsazxc newstart contortionist japanees capoeira vivitron dreamcast fruitbat michelle1
attorney admin123 insecure armageddon delphine casablanca alejandra 123qwe123qwe myfriend magdalena knickerless
billabong discovery fhvfutljy thumbnils welcome2 toulouse fireman1 salesman woodwork daedalus violator 27731828
q1q2q3q4 zimbabwe newproject2004 redstorm brisbane dagobert stinger1 windows1 natascha kennwort barbara1 rammstei
wingzero 3edc4rfv lighthouse fordtruc letmeinn destroyer sublime1 athletic fantasti michele1 clueless spamspam
costanza morticia lingerie diamante 1a2s3d4f5g marymary alfarome qawsedrftg prelude1 riverside greentea imtheman
qazwsxedc1 evanescence motdepasse porsche911 kickflip landrove longshot superbow comicbookdb rfhlbyfk kfcnjxrf
anthony2 paramore buckwhea minnesota lambchop anakonda arcangel j3qq4h7h2v starbucks transexual vfpfafrf archangel
braveheart masturbation homebrew fordf350 milkyway forester babemagn 1213141516 maxpayne duracell 12locked chinchin
123456789p ramstein trousers cybersex wildlife corvet07 tiberian kevin123 doorknob saltydog bullwink shevchenko
morozova maximilian headache hellohel needforspeed a123456a fireblade ironman1 devilmaycry asmodeus bravehea chemistry
vfhnsirf somebody mypasswo pennstat cocktail motherfu marajade princeto rapunzel hernande ytngfhjkz maximus1 pegasus1
disturbed dreamer1 evildead everques deepthro gfhjkm12 blessed1 klopklop 12345asd fishface nemesis1 gorillaz sevenof9
manhatta ursitesux revival47 detectiv businessbabe 123456789l yfnfitymrf ibilltes dropkick sk8ordie montecarlo
peaceful enter123 christel cowboyup 1234kekc rdfhnbhf marishka 12340987 12345612 13245768 22334455 890098890 honeydew
ladybird chauncey cambridge maryanne fourteen avalanche snowman1 restless bluenose charlie123 optiplex 123456qq
bulldawg omegared caldwell fuckthat 123456ab genocide charming losangel impalass marybeth newpass1 seahorse zxcvb12345
machines monkey123 fuckmehard master123 goldrush trailers capital1 asd12345 qwerty78 kazanova rktjgfnhf spalding
santacru sunderla 1a2b3c4d5e snoopdogg nokia5230 fktyeirf everton1 ghjdthrf 123mudar geibcnbr blondinka 123456789123
l58jkdjp! 1a2a3a4a beachbum waffenss 123qweas shotokan hulkster samadams heather2 mastermi sammydog ignatius dragrace
monkeyman 43046721 123698741 sanity72 frank123 drifting contests glassman rt6ytere homeless yourmama partners navigato
buckeye1 costaric terrance newport1 evergree utahjazz nickolas rb26dett jeffjeff cynthia1 infinite crockett thething
jakester woodside bugsbunn pontiac1 invictus everyday russell1 austin316 memories adventur tequiero teacher1 abstract
bubblegum callofduty dickweed hershey1 control1 housewife temptress verygood hogwarts wingchun heinlein mystical
aerosmith blackbelt ethernet eightbal solnishko snowflake firestar hornyman girfriend lebron23 timelord milhouse
leningrad caterina qwerty99 allblack anna2614 mackenzi masterbaiting uncencored manifest songbird triplets ghjnjnbg
pyramid1 submarin partizan choppers fred1234 desperado 18273645 callahan thriller ilikesex 1letmein ericeric littlema
patrizia 12345654321 wapapapa hornyguy commerce necklace cannonda seventeen blackcock barracud pathfinder fuckshit
brunette parsifal birthday4 alkaline shitfuck muffdive account1 glennwei antigone beepbeep hotbabes fordf250 motorcyc
coolgirl rickster citibank gobigred professor cvbhyjdf biscuits tenerife goodlife qwaszx12 volkswagen southside
maurolarastefy spartan117 peregrin antonio1 raindrop laracroft novikova fynjybyf 12345678900 paranoia germany1
fakepass supernatural tecumseh tonyhawk francesca mahalkita falstaff dominate deborah1 lancaster astonvil bobmarle
hennessy elvis123 nonmembe bonethug terriers tooltime terrence russian7 11122233 pyramids roserose seattle1 saunders
schnuffi potatoes phaedrus marketing stefania cxfcnkbdfz guesswho lindsay1 zxcvvcxz passthie testibil marriott
summertime music123 helphelp takamine duckhunt ironhors lemmings theclash unicorn1 shadow01 hamburger colossus
gotyoass qaz12345 bigbutts elbereth blaster1 lagwagon fuckyeah location penetrating forgotten pokemon123 thesaint
element1 astalavista asdfg12345 professional hermione marketin misiaczek gymnastic goodfell sexsexse gulliver volkodav
domainlock2005 youandme galeries scandinavian lakers24 flowers1 rerfhtre macintosh dhjnvytyjub killzone yamahar6
basebal1 homer123 grandpri premiere smokedog watermelon mayfield hardwork lasttime r4e3w2q1 peaceout angeline express1
x72jhhu3z 147896321 369852147 bookcase newhouse domestic blackcoc blackboy doggydog 123456asd p455w0rd william2
envision !qaz2wsx 67camaro algernon 12qwerty baywatch phoenix2 rsalinas dangerou headless beaumont evergreen bradshaw
barracuda tomservo greatsex f15eagle yesterda monkeyma aquarium cbr600rr payton34 bassbass 123456789k blackass
snakeman polaroid worldcup letsplay deutschland saab9000 amoremio vaseline alligator computers dimension packard1
uhbujhbq golfclub longhorns wellhung tryagain january1 mysecret zolushka catdaddy 17171717aa loglatin mustang9
chipper1 nadezhda edinburg panties1 excellen pandora1 romanova vfylfhby luscious sonyvaio flipmode yorktown jbond007
doggystyle dkflbvbhjdbx goodwill watching holahola davidoff robinhood machoman mccarthy 12s3t4p55 momsanaladventure
fabrizio avengers october1 sixtynin database elisabeth fuckedup meandyou everquest remington jason123 lancaste
hd764nw5d7e1vb1 69213124 78963214 cheyanne ginscoot bloopers gooseman babushka patterso felicity blondie1 crocodil
5tgb6yhn qazwsxedcrfvtgb camelot1 helpless soccer13 sweetass sebastie boogaloo angelito francis1 peternorth freiheit
valentino a1a2a3a4a5 hitman47 winchest nicknick aleksander consuelo pimpster lifeisgood splatter feetfeet darthvader
bruno123 caseydog amarillo 1basebal satellit mustang8 cezer121 123hfjdk147 carlotta masterkey blackbel drjynfrnt
lotus123 happydog insertions buchanan monkey11 sidewind hannover politics 4rfv3edc vfnbkmlf eleven11 123qwe456
grapeape deathrow onepiece waterpolo dragon13 techniques buratino distance facefuck ijrjkflrf avangard vineyard
qazxsw12 calculus buttbutt zz8807zpl bignasty emmitt22 romaroma maddison stamford dropdead 123456789012 8phrowz622
dragon11 chastity lindsey1 hatteras claudine corporal trucker1 rushrush gotigers ganjaman vegas123 rebbyt34 hawkeye1
123masha 1hxboqg2 rootedit 100200300 universi priscill lexingky mandolin teamwork c3por2d2 carefree footlove redwing1
giveitup cleaning 085tzzqi usmc0311 tanechka loveme89 terrible goodness glenwood ufhvjybz allright claypool julieann
greyhoun 063dyjuy nyyankee calamity dillweed pantyhose arabella mauricio goodison luv2epus alphaman pedersen 44magnum
assassins qwerty777 boris123 01478520 summer12 bachelor badnaamhere nevermor mattingl lavender mattmatt headshot
open1234 topsecre hotchick monique1 cordelia akatsuki openopen geraldin freeland rodriguez princessa miranda1 federica
5hsu75kpot gbgbcmrf 0102030405 fabienne carthage moonshine chrissy1 brother1 aquafina catholic alexandru 123456abc
loveyou2 deepblue novifarm holiday1 black123 ducati99 moonstar finnegan contains nbuhtyjr johndeere ultraman samantha1
r2d2c3p0 badkarma swallows seraphim hawkwind assclown redneck1 jamaica1 catalyst password3 passwerd pepsi123 trojans1
fastcars failsafe insertion dkflbvbhjdyf hilfiger caffeine qwerty77 12345432 32165498 74185296 3216732167 michael3
divorced anteater mustang0 redshift cableguy kingsize collecti buffalos steve123 warehous bayliner charles2 suikoden
year2005 whoopass marigold aqualung summer01 ricochet cumeater christy1 transfor andrew12 indiana1 strange1 alexandria
joseluis learning wolfwolf thorsten luckyman tennessee hallmark polarbea blackie1 mostwanted pentium4 1qaz!qaz
resource broodwar jimmy123 golfing1 opensesame ninanina 8phrowz624 chemistr gfhjkzytn prospero brownies master01
mindless ytrhjvfyn licorice allstars lalaland schastie arsenalfc barakuda westham1 bondarenko anatoliy stampede
loveyou1 saopaulo passions mobbdeep flintsto covenant phillip1 mapet123456 yodayoda vladvlad pleasant vergeten
calcutta manhattan sailfish summerti foxhound gunsling bluedevi thornton backspac daffodil ghjvtntq 13572468 48151623
123321456 rerehepf counterstrike titanic1 mustang3 baphomet lionlion longlegs thunderbird lockheed rockroll jeepjeep
henderson ducksoup palomino buster01 yesterday mosquito forklift jerusalem planning hometown prisoner milenium
meltdown mammamia postov1000 tigger12 limpbizkit redhead1 theworld ilya1992 juvenile omsairam 12345678901 whatever1
dustydog afrodita antoshka wasdwasd ambition gillette champions acoustic charlie3 pennstate celticfc tooltool bonghits
solidsnake oldschool mymother longtime cristiano nolimits michael9 delivery essendon legoland tashkent skyline1
rhfcfdxbr asterios dominator pleaseme vicecity junkyard nokia3250 magnavox investor connection katharin hellohello
33rjhjds fightclub illumina copenhagen metalgear thinkpad bastard1 lovefeet billiard bareback cinderella touchdow
rooster1 coolbean galadriel showboat creatine dominica shipping sideways buttplug matthew2 searcher appleton getsdown
goldfinger pioneer1 chillout october2 ronaldo7 westlife prashant thelast1 13576479 159753123 333666999 1footbal
sandydog mustangg angelofwar 151nxjmt lucas123 smuggles schneider nonsense psychnau valdepen kirkwood dragon99
snoogans adelaida 2wsxzaq1 trustn01 crimson1 kovalenko passfind forgiven wisconsi letmein22 mavericks joshua12
behemoth 123321qwe 7hrdnw23 ghjnjrjk bluebear kilkenny zaq1xsw2cde3 viper123 destroye zcxfcnkbdf chocolate1 abigail1
codeblue slayer666 minotaur goodstuf argonaut annabelle lucky777 baldrick metropol hernandez footbal1 juancarlo
fuckyou123 agnieszka armitage indonesia favorite8 bartlett master11 powerade shadow11 parliament bladerunner firework
language besiktas vfvfvskfhfve 1a2a3a4a5a orlando1 gfhfljrc krasnodar tarantul overtime davecole mousepad browneye
brianna1 nacional red12345 mathilde venezuel kochamcie vthctltc favorite7 wildcat1 metalica skateboa shooter1 orange12
redbeard sampson1 schwartz theflash nokian70 gy3yt2rgls oscar123 derrick1 asd123asd scruffy1 longdick network1
clitlick ghtktcnm nosferat dumpster jediknight nighthaw rerfhfxf charlies overload kitty123 ladygaga hotsauce
246813579 mnbvcxz1 discreet brasilia repytwjdf daisymae simpson1 champagn birthday1 beethoven discount papichul
ranchero 1jennife characte classic1 lovesexy thissuck gunsmoke moneybag bumblebe halfmoon gremlins thatcher televizor
telecast southsid henderso fuckfest hornyboy multisyn michael8 dagestan qweqwe123 123456789abc hellokit boscoe01
tristan1 thematrix badlands galactic commodor passion1 mackenzie knockout malcolm1 bigpimpi brian123 winchester
flhtyfkby hrvatska tactical hondacivic dreamers spartacu marietta timeless steelhea ctdfcnjgjkm welcome123 lostsoul
evgeniya hibernia q1234567890 loredana 123456789n pi314159 fkmnthyfnbdf biggdogg oriflame gtkmvtym rockydog ytyfdbcnm
internet1 iwantsex tigger01 ghbrjkbcn reporter frontera ganjubas pendrago 1234567u intelligence rocketma hammerhe
darkmoon thematri popsicle rocketman margosha 68camaro ibilljpf bigstick democrat iloveher milashka funnyman emachines
playboys satriani faulkner roderick ghjcnjghjcnj strannik thomas12 ghbdtn12 admin18533362 12233445 159753852 777888999
stroller tazdevil sarah123 crossbow 08154711 critical freetime kingrich funhouse trader12 roberto1 material njdevils
thunders mounta1n internat camaroz2 toshiba1 pinewood 1qay2wsx 2wsxcde3 stockings holeinon mazinger college1 bonefish
fairview bigfoot1 million1 chewbacca piramide patrick2 winter12 hatfield blueline underworld catfish1 girlfriend
interpol windstar bluegill lizaveta camaro69 player69 warcraft1 qwerfdsa peterose architect 123456zxc centrino
aguilera wonderland memorial trashman danielit artofwar metal666 dripping flapjack newworld landscap temp1234
23176djivanfros salamandra 123456789qwerty dzxtckfd sobriety angeleye thetachi dickface advocate nokia5300 gemstone
nonrev67 godofwar smallville qwertasdfg astroboy woodward cyberonline galatasaray sexybaby hendrix1 mitsubishi
notredame blacksun qazxswedcvfr vittorio azsxdcfvgb karamelka shadow13 qwertyasdfgh dominic1 gallardo rjyatnrf
imperium inflames bugsbunny nicholas1 vlad1996 dragon88 connect1 piedmont katrina1 pheasant blastoff ginger12 indahous
ilovemyself parasite voltaire robinhoo wallace1 cummings laracrof bosstone justin12 system32 bluenote brentfor
goldmine wellington goodtimes exploite lapdance cvzefh1gkc water123 killemall fantastic iwantyou repytwjd radiance
ruthless sweethea peter123 89600506779 damage11 748159263 987412365 michael7 country1 epaulson bungalow john1234
aurelius grainger charcoal ronaldo9 homebase adrianne sensatio 1diamond edwardss 3edcvfr4 george12 playoffs andreas1
panchito fellowes thirdeye alfaromeo isacs155 roodypoo scooters jesuschrist maverick1 dragons1 palmetto sylvania
vertical w1w2w3w4 melbourn desperad save13tx hotwheel bretagne sportste vatoloco ghostman jedimast sunrise1 clinton1
blingbling pembroke arsehole slayer66 psychnaut1 odysseus pizzapie silver12 wargames mysterio darkknight integra1
westcoast banderas 4r3e2w1q fatluvr69 xsw21qaz yjdsqujl slimed123 1q2q3q4q5q sailormoon indians1 babycakes nikita123
muenchen qwerty22 medicina gabriella petersen nokia3310 reaction scott123 whosyourdaddy tagheuer xthtgfirf 1234567z
kochanie oc247ngucz littlebi siberian limerick xboxlive prettygirl thejoker metalman leiceste handcuff princeton
peaches2 minister firestor rhapsody jeronimo makemoney annemari ironmaid chevyman hugecock tooshort primetim sylvester
oceans11 richard2 valdemar death123 darkwing taylor12 nikitina nickname caitlin1 slipknot1 dima1996 fnkfynblf skypilot
newstyle 12332112 13579246 96385274 159875321 326159487 789123456 1223334444 luckyboy 2112rush duranduran pescator
police22 sexslave bosworth mulberry waterfall skeletor pepsicola octavian qwerty00 123123123q hot2trot delorean
matthew7 ishikawa document fistfuck gfhkfvtyn whitney1 jailbird arrowhea casablan qazxswed moneymoney miroslav
showcase bulldog2 collette sorcerer hemicuda stargaze conflict ironhead fktrcfylhjdbx scimitar nikolaus oriental
hellothe reverend ronaldo1 whiskey1 edinburgh hondacrx zaxscdvf anton123 pervasive kelly123 goodnews astonvilla
pepper12 ashley12 cachorro truckers sysadmin olivetti 89015173454 multimedia daddy123 symphony toronto1 emachine
fktrcfylhjdyf vaz21099 smarties frankfur gfhnbpfy svetlanka cuthbert password4 stealth1 yardbird morkovka qwaszx123
dragon22 arhangel percival muaythai nyknicks yorkshir junction guitarra hereford tightass jackson2 taekwond millerli
123123qwe qwer4321 division feyenoord morrigan parolparol vermont1 kamehame arschloch catlover whatthefuck direwolf
1357911q rocheste pittbull bernard1 terminus trigger1 grandprix comicbook sonnyboy bennett1 daniela1 helloyou redtruck
chevyz71 morrisse trafford evenflow geneviev konfetka knowledge halflife2 sk84life 123456789w denis123 12344321q
ghblehrb lbfyjxrf kurosaki 11121314 19844891 21125150 132465798 243462536 redbirds westport slacking soldier1 makemone
antonius 541233432442 patriot1 takehana robert12 germaine rotterda fcbayern toosweet 380zliki bellevue tiramisu
wetlands practice watermel johnmish t34vfrc1991 melville stuttgart westgate theraven superdup maria123 winifred
abulafia trustnoone papercut energize barnsley hoopster eightball toughguy babygurl razorbac brazzers cornholi
champagne yokohama firetruc thurston epiphone gateways chicago2 transam1 proverbs patricio puravida shocking 123456qaz
glorious soccer15 strategy q1w2e3r4t stallone sunderland seven777 sandy123 stringer yingyang chevy454 anamaria
ilovepor shannara whatisit kakaroto friendship superboy cellular pacifica phantasm salvation finalfan sepultura
azerty123 tigerlil adrenali hellbent guderian samurai1 grimlock baltimore airforce1 asdasdas newlife1 cheesecake
izabella 123qaz123 shotgun1 northsta kindness kusanagi charlie9 malishka iskander fgjrfkbgcbc 123456789qaz sammyboy
bagpipes 4rfv5tgb cjrjkjdf freedom7 vfrcbvec oliveira tigerwoo garrett1 cnjvfnjkju cambodia centurion piazza31
1234qwerty scooter2 mickeymouse vjhrjdrf grasshop colleen1 wonkette patrick9 klootzak bubbadog mustang7 ghbrjkmyj
makarova travelle elvira26 steelers1 bootneck bobby123 redsox04 ladybug1 hotpants aluminum adelphia thomas01
password69 stalker1 lakeview jonathan1 medieval hammers1 longbeac networks larry123 hansolo1 4904s677075 kirill123
jemoeder shadow123 reddragon natashka 12345671 12347890 19933991 135797531 mrbrownxx harley01 007james freestyl
hardhead celtics1 shadow69 fartripper superbee knowledg eyecandy eatmeraw asteroid bulldogg 1william steeler1 sycamore
tigerman tequila1 hunter01 diogenes marillio realdeal ferrari3 chilidog winston2 regiment gerhardt soccer14 013cpfza
fredderf nietzsch bluerose workshop qpwoeiruty 12345trewq defiant1 ganymede 1234rmvb freelove aqswdefr numbnuts
siemens1 amanda18 minidisc blablabl razdvatri pakistani babygirl1 fylhtqrf alhambra alastair ukflbjkec gonefish
biteme69 xcountry bigwilly humboldt greenbud chester2 override blacksta scooby12 biscuit1 salamand chantell milagros
chelseafc 10inches 0147896325 darkjedi blackrose falcon16 godislove weronika vfhvtkfl primrose password0 london12
kukuruza rfpfynbg dragon76 kasparov flipside memyself ghbdtnbrb dashadasha daniel123 ghbdtnghbdtn valerie1 rfhjkbyf
kukushka latitude cthuttdyf sonechka belochka rasengan transport scribble cdtnjxrf marbella landlord blackber packers4
martini1 schlampe assmaste jledfyxbr churchill miracles ricardo1 password1234 07831505 silverfo sabotage spoonman
cupcake1 congress britneys drinking sideshow ppspankp gearhead q8zo8wzq bassfish batman99 accounts scottish temporar
multisync hollydog 12345678900987654321 bella123 lexingto canadien bluearmy dollface letitrid goodfood peterbilt
getalife stairway troopers halfpint westcoas 3stooges toolshed buttocks lausanne sixtynine titlover sebastien wildrose
bocephus jesucrist bestfriend qazxsw21 kingsley greenwoo problems coconuts ibill123 08522580 harry123 11924704
12345666 19877891 25251325 43211234 123123321 123asd123 gnasher23 sinfonia birthday21 dad2ownu elaine22 mrbrownx
shooting hopefull jordan12 superson qwerzxcv vibrator hillbilly westwind 154ugeiu education gandalf2 rosalind
paramedic reddrago mamasita aassddff powerboo cracksevi 51051051051 383pdjvl rottweil nazareth paperboy scranton
notagain springst drumline powermac duckling checking brendan1 fontaine jiujitsu backlash 2w3e4r5t colt1911 changeit
possible doma77ns hoopstar strangle venom121293 fabregas ambassador free4all welkom01 12345zxcvb blackshe osbourne
catarina gargamel coronado commodore teiubesc promethe melissa2 anuradha berliner painkiller reviewpa pepsione
gtkmvtyb rockport harrypot positivo password12345 password1! password! passw0rd1 passw0rd! p@ssword p@ssw0rd1
p@ssw0rd! p@55w0rd welcome12 welcome1! admin1234 letmein123 letmein! qwertyuiop123 1qaz@wsx changeme1 changeme123
default1 secret123 secret12 test12345 testing123 guest123 user1234 root1234 toor1234 batman123 minecraft1 fortnite
fortnite1 roblox123 xbox3600 gamer123 gaming123 iamgamer playgame winner123 champion1 correcthorsebatterystaple
`
    .trim()
    .split(/\s+/),
)
