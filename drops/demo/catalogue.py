"""Invented Swiss watchmakers and their watches. The drawing and the data sheet come from the same figures."""

from dataclasses import dataclass

from drops.drawing import View, WatchDesign
from drops.models import Movement


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker:
    name: str
    slug: str
    town: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A watch, what it costs (in rappen), and the drop that told why."""

    maker: Maker
    name: str
    reference: str
    design: WatchDesign
    material: str
    thickness: str
    movement: Movement
    calibre: str
    frequency: int
    reserve: int
    resistance: int
    functions: str
    strap: str
    warranty: int
    statement: str
    why: str
    price: int
    retail: int
    pieces: int
    demand: float  # claims a piece
    looks: str  # the front, in one sentence, for who cannot see it
    views: tuple[View, ...] = ("front", "detail", "back")


COMBE = Maker(
    name="Combe",
    slug="combe",
    town="Le Locle",
    description="Six personnes, deux établis et une machine à guillocher plus âgée que l’équipe réunie. Combe fait des "
    "montres à trois aiguilles et refuse poliment d’en ajouter une quatrième.",
)
NOIRVAUX = Maker(
    name="Noirvaux",
    slug="noirvaux",
    town="Sainte-Croix",
    description="Des montres de plongée dessinées à mille mètres d’altitude, dans une gorge où l’eau n’arrive qu’aux "
    "genoux. Elles tiennent trois cents mètres de plus que leurs auteurs.",
)
ROVERAL = Maker(
    name="Rovéral",
    slug="roveral",
    town="Saint-Imier",
    description="Chronographes seulement. La maison mesure tout, y compris la pause de midi (quarante et une minutes).",
)
AUBEPINE = Maker(
    name="Aubépine",
    slug="aubepine",
    town="Le Brassus",
    description="Un tour à guillocher, une guillocheuse et un carnet de commandes tenu à la main. Rien n’est urgent à "
    "la vallée de Joux, et surtout pas ça.",
)
ORVANE = Maker(
    name="Orvane",
    slug="orvane",
    town="Bienne",
    description="Fondée par deux collègues qui se parlaient d’une gare à l’autre et se trompaient toujours d’heure.",
)
CRECERELLE = Maker(
    name="Crécerelle",
    slug="crecerelle",
    town="Payerne",
    description="Des montres lisibles par qui a les deux mains occupées. Née au bord d’une piste, entre deux averses.",
)
FLEURION = Maker(
    name="Fleurion",
    slug="fleurion",
    town="Fleurier",
    description="Trois émailleuses et un four. Un cadran sur quatre en sort entier, les autres servent de dessous "
    "de tasse.",
)
ARDOISE = Maker(
    name="Ardoise",
    slug="ardoise",
    town="Genève",
    description="Des montres plates pour manchettes étroites. Le cabinet est au-dessus d’un cordonnier, ça aide.",
)

HEURE_DU_JURA = Model(
    maker=COMBE,
    name="Heure du Jura, petite seconde",
    reference="HJ-385-B",
    design=WatchDesign(
        brand="COMBE",
        line="MANUFACTURE · JURA",
        engraving="ACIER 316L · 5 BAR · SÉRIE NUMÉROTÉE",
        winding="manual",
        diameter=38.5,
        lug_to_lug=46.0,
        dial="blue",
        layout="small_seconds",
    ),
    material="acier 316L, lunette polie, fond saphir",
    thickness="9.4",
    movement=Movement.MANUAL,
    calibre="C2, spiral Breguet",
    frequency=28_800,
    reserve=56,
    resistance=5,
    functions="heures, minutes, petite seconde à six heures",
    strap="veau brun, couture sellier, boucle ardillon",
    warranty=36,
    statement="Un cadran soleillé comme on n’en fait plus assez, une petite seconde à six heures, et un calibre qu’on "
    "peut regarder en face. Tu la remontes le matin, elle te laisse tranquille jusqu’au surlendemain.",
    why="Nous en avons porté une pendant trois semaines. Personne n’a voulu la rendre, et c’est devenu une file "
    "d’attente, donc un drop.",
    price=129_000,
    retail=199_000,
    pieces=100,
    demand=1.8,
    looks="Montre ronde en acier à cadran bleu soleillé, index appliqués, aiguilles dauphine et petite seconde à six "
    "heures, sur veau brun",
)
GOUFFRE = Model(
    maker=NOIRVAUX,
    name="Gouffre 300",
    reference="NV-300-N",
    design=WatchDesign(
        brand="NOIRVAUX",
        line="AUTOMATIQUE",
        foot="300 M · 30 BAR",
        engraving="ACIER 316L · 30 BAR · ANTIMAGNÉTIQUE",
        serif=False,
        diameter=40.5,
        lug_to_lug=47.5,
        dial="lacquer",
        texture="waves",
        indices="diver",
        hands="sword",
        lume=True,
        bezel="diver",
        bezel_colours=("blue", "blue"),
        strap="bracelet",
        date=10,
        backdrop=(198, 202, 206),
    ),
    material="acier 316L, lunette tournante en céramique, 120 crans",
    thickness="12.6",
    movement=Movement.AUTOMATIC,
    calibre="N12",
    frequency=28_800,
    reserve=68,
    resistance=30,
    functions="heures, minutes, seconde au centre, date, lunette unidirectionnelle",
    strap="acier, boucle déployante à rallonge",
    warranty=24,
    statement="Trois cents mètres sous l’eau, ou trente ans sous la douche. Les vagues du cadran sont gravées, celles "
    "du lac ne sont pas comprises.",
    why="Une plongeuse qui ne fait pas semblant, à un prix qui n’oblige pas à rester au bord.",
    price=98_000,
    retail=145_000,
    pieces=80,
    demand=1.5,
    looks="Montre de plongée en acier à cadran noir gravé de vagues, lunette bleue graduée et gros index luminescents, "
    "sur bracelet d’acier",
)
PANDA = Model(
    maker=ROVERAL,
    name="Tachymètre Panda",
    reference="RV-395-P",
    design=WatchDesign(
        brand="ROVÉRAL",
        line="CHRONOGRAPHE",
        engraving="ACIER 316L · 10 BAR · ROUE À COLONNES",
        serif=False,
        diameter=39.5,
        lug_to_lug=47.0,
        dial="silver",
        counter="lacquer",
        layout="three_counters",
        hands="baton",
        hand_metal="black",
        trim="black",
        lume=True,
        bezel="tachymeter",
        strap_colour=(38, 36, 36),
        stitch=(190, 190, 186),
        seconds_signal=True,
    ),
    material="acier 316L, lunette à échelle tachymétrique",
    thickness="13.4",
    movement=Movement.AUTOMATIC,
    calibre="R7, roue à colonnes",
    frequency=28_800,
    reserve=60,
    resistance=10,
    functions="heures, minutes, petite seconde, chronographe à trois compteurs, tachymètre",
    strap="veau noir, couture claire, boucle ardillon",
    warranty=24,
    statement="Elle mesure la vitesse d’une voiture sur un kilomètre, ou celle d’une réunion sur un ordre du jour. La "
    "seconde option est plus souvent utile.",
    why="Un chronographe à roue à colonnes avec trois compteurs noirs qui te regardent gentiment. Nous avons cédé.",
    price=189_000,
    retail=279_000,
    pieces=24,
    demand=3.2,
    looks="Chronographe en acier à cadran argenté et trois compteurs noirs, trotteuse rouge, lunette noire à échelle "
    "tachymétrique, sur veau noir",
)
BICOMPAX = Model(
    maker=ROVERAL,
    name="Bicompax saumon",
    reference="RV-390-S",
    design=WatchDesign(
        brand="ROVÉRAL",
        line="DEUX COMPTEURS",
        engraving="ACIER 316L · 5 BAR · ROUE À COLONNES",
        serif=False,
        winding="manual",
        diameter=39.0,
        lug_to_lug=46.5,
        dial="salmon",
        layout="two_counters",
        hands="leaf",
        hand_metal="black",
        trim="black",
        date=10,
        strap_colour=(84, 62, 48),
    ),
    material="acier 316L poli, poussoirs champignon",
    thickness="11.8",
    movement=Movement.MANUAL,
    calibre="R4, roue à colonnes",
    frequency=28_800,
    reserve=62,
    resistance=5,
    functions="heures, minutes, petite seconde, compteur de 30 minutes, date à six heures",
    strap="veau taupe, boucle ardillon",
    warranty=24,
    statement="Saumon, oui. Au poignet c’est du cuivre le matin, du rose à midi et du bon goût le soir. Deux "
    "compteurs, parce qu’à trois ils se disputent.",
    why="Le cadran que tout le monde trouve étrange en photo et refuse de quitter en vrai.",
    price=219_000,
    retail=320_000,
    pieces=40,
    demand=1.9,
    looks="Chronographe en acier à cadran saumon soleillé, deux compteurs ton sur ton, aiguilles feuille noires et "
    "date à six heures, sur veau taupe",
)
GRAIN_D_ORGE = Model(
    maker=AUBEPINE,
    name="Grain d’orge",
    reference="AU-370-R",
    design=WatchDesign(
        brand="AUBÉPINE",
        line="GUILLOCHÉ MAIN",
        engraving="ACIER DORÉ ROSE · 3 BAR · GUILLOCHÉ MAIN",
        diameter=37.0,
        lug_to_lug=44.0,
        lug_width=19.0,
        metal="rose",
        dial="silver",
        texture="barleycorn",
        indices="roman",
        hands="leaf",
        hand_metal="blued",
        strap_colour=(58, 34, 26),
    ),
    material="acier 316L, dorure rose 5 microns",
    thickness="9.1",
    movement=Movement.AUTOMATIC,
    calibre="A3",
    frequency=21_600,
    reserve=72,
    resistance=3,
    functions="heures, minutes, seconde au centre",
    strap="veau marron foncé, boucle ardillon",
    warranty=36,
    statement="Chaque grain du cadran est un coup de burin, et il y en a assez pour occuper une soirée d’hiver. Les "
    "aiguilles sont bleuies au feu, pas au pinceau.",
    why="Une guillocheuse nous a montré son tour. Trente pièces, c’est ce qu’elle a bien voulu faire avant l’été.",
    price=215_000,
    retail=298_000,
    pieces=30,
    demand=2.4,
    looks="Montre dorée rose à centre guilloché grain d’orge, chiffres romains noirs et aiguilles feuille bleuies, sur "
    "veau marron",
)
DEUX_GARES = Model(
    maker=ORVANE,
    name="Deux Gares GMT",
    reference="OR-400-T",
    design=WatchDesign(
        brand="ORVANE",
        line="AUTOMATIQUE · GMT",
        foot="20 BAR",
        engraving="TITANE GRADE 5 · 20 BAR · DEUX FUSEAUX",
        serif=False,
        diameter=40.0,
        lug_to_lug=47.0,
        metal="titanium",
        dial="anthracite",
        texture="matte",
        indices="diver",
        hands="baton",
        lume=True,
        bezel="gmt",
        bezel_colours=("blue", "burgundy"),
        layout="gmt",
        date=10,
        strap="rubber",
        strap_colour=(34, 35, 38),
        backdrop=(210, 206, 200),
    ),
    material="titane grade 5, lunette bicolore de 24 heures",
    thickness="12.9",
    movement=Movement.AUTOMATIC,
    calibre="O2 GMT",
    frequency=28_800,
    reserve=50,
    resistance=20,
    functions="heures, minutes, seconde au centre, second fuseau, date",
    strap="caoutchouc noir, boucle ardillon",
    warranty=24,
    statement="L’aiguille rouge garde l’heure de la maison pendant que tu rates ton train dans une autre. Le titane "
    "est léger, on l’oublie, sauf au moment de la montrer.",
    why="Deux fuseaux pour qui a de la famille à Vancouver, ou simplement un chef à Zurich.",
    price=148_000,
    retail=215_000,
    pieces=60,
    demand=1.4,
    looks="Montre en titane à cadran anthracite grené, lunette bleue et bordeaux de vingt-quatre heures, aiguille GMT "
    "rouge, sur caoutchouc noir",
)
PISTE_COURTE = Model(
    maker=CRECERELLE,
    name="Piste courte",
    reference="CR-390-V",
    design=WatchDesign(
        brand="CRÉCERELLE",
        line="AUTOMATIQUE",
        engraving="ACIER 316L · 10 BAR · PAYERNE",
        serif=False,
        diameter=39.0,
        lug_to_lug=47.5,
        dial="fir",
        smoked=True,
        indices="quarters",
        hands="sword",
        lume=True,
        bezel="stepped",
        strap="suede",
        strap_colour=(116, 92, 66),
        stitch=(226, 214, 190),
    ),
    material="acier 316L brossé",
    thickness="10.9",
    movement=Movement.AUTOMATIC,
    calibre="K5",
    frequency=28_800,
    reserve=70,
    resistance=10,
    functions="heures, minutes, seconde au centre",
    strap="veau velours sable, boucle ardillon",
    warranty=24,
    statement="Quatre grands chiffres, deux glaives, un vert fumé qui vire au noir sur les bords comme une forêt vue "
    "d’un planeur. Elle se lit de nuit, d’un œil, avant le café.",
    why="La montre que nous offrons à qui dit ne pas aimer les montres. Cela marche assez bien.",
    price=69_000,
    retail=99_000,
    pieces=100,
    demand=1.5,
    looks="Montre d’aviation en acier à cadran vert sapin fumé, chiffres 12, 3, 6 et 9, aiguilles glaive "
    "luminescentes, sur velours sable",
)
GRAND_FEU = Model(
    maker=FLEURION,
    name="Grand feu",
    reference="FL-380-E",
    design=WatchDesign(
        brand="FLEURION",
        line="ÉMAIL GRAND FEU",
        engraving="ACIER 316L · 3 BAR · ÉMAIL GRAND FEU",
        winding="manual",
        diameter=38.0,
        lug_to_lug=45.0,
        dial="enamel",
        texture="plain",
        indices="arabic",
        hands="leaf",
        hand_metal="blued",
        layout="small_seconds",
        strap_colour=(30, 30, 34),
        stitch=(70, 68, 66),
        backdrop=(214, 216, 219),
    ),
    material="acier 316L poli, fond saphir",
    thickness="8.9",
    movement=Movement.MANUAL,
    calibre="F1",
    frequency=21_600,
    reserve=72,
    resistance=3,
    functions="heures, minutes, petite seconde à six heures",
    strap="veau noir, boucle ardillon",
    warranty=60,
    statement="Six couches, six cuissons, et chaque fois la même question devant la porte du four. Le blanc ne jaunira "
    "pas, il a déjà vu huit cents degrés.",
    why="L’émail grand feu ne se presse pas. Nous avons attendu quatorze mois pour cinquante cadrans entiers.",
    price=245_000,
    retail=360_000,
    pieces=50,
    demand=2.0,
    looks="Montre en acier à cadran blanc en émail, chiffres arabes noirs, aiguilles feuille bleuies et petite "
    "seconde, sur veau noir",
)
TRENTE_SIX = Model(
    maker=ARDOISE,
    name="Trente-six et demi",
    reference="AR-365-C",
    design=WatchDesign(
        brand="ARDOISE",
        line="EXTRA-PLATE",
        engraving="ACIER 316L · 3 BAR · EXTRA-PLATE",
        winding="manual",
        diameter=36.5,
        lug_to_lug=43.0,
        lug_width=18.0,
        dial="anthracite",
        texture="hobnail",
        bezel="stepped",
        strap="mesh",
    ),
    material="acier 316L, lunette brossée à gradin",
    thickness="6.8",
    movement=Movement.MANUAL,
    calibre="D1, 2,4 mm",
    frequency=21_600,
    reserve=48,
    resistance=3,
    functions="heures, minutes, seconde au centre",
    strap="maille milanaise, fermoir coulissant",
    warranty=24,
    statement="Six millimètres huit. Elle passe sous une manchette, sous une porte et sous silence, ce qui est rare "
    "pour un cadran à clous de Paris.",
    why="Une montre plate avec du relief, au sens propre. Nous voulions voir qui la remarquerait.",
    price=108_000,
    retail=159_000,
    pieces=50,
    demand=0.86,
    looks="Montre fine en acier à cadran anthracite, centre en clous de Paris, index bâtons et aiguilles dauphine, sur "
    "maille milanaise",
)

PAST = (PISTE_COURTE, GOUFFRE, BICOMPAX, TRENTE_SIX, DEUX_GARES, GRAIN_D_ORGE, PANDA)  # the latest drop first
NEXT = GRAND_FEU
REHEARSED = HEURE_DU_JURA
