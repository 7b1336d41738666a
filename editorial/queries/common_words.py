"""French that says nothing of watches, folded: what a list of candidates does not need. Editors set aside the rest."""

from community.text.folding import words_of

LINKING = frozenset(["a", "au", "aux", "d", "de", "des", "du", "en", "la", "l", "le", "les"])

# What stands before a noun.
LEADING = frozenset(
    words_of("au aux ce ces cet cette des du en l la le les leur ma mes mon sa sans ses son ta ton un une")
)

COMMON = frozenset(
    words_of(
        """
        abord absolument accord achete acheter acheteur affaire ailleurs aimer aimerais ainsi aller alors ami
        amis annee annees apparemment appelle apprend apres argent arrive arriver article assez atelier attendre
        attention aucun aucune aujourd aussi autant autour autre autres avaient avais avait avance avant avec
        avoir avons beaucoup belle besoin blanc boite bonjour bonne bonnes bonsoir bord bout boutique bravo
        bruit bureau cafe carrement cela celle celles celui cent centimetre centre certain certaine certains
        cette chacun chaque cherche chercher chere chers chose choses cinq cinquante combien commande comme
        comment complet completement comprendre comprends compris compte concours conseil conseils content
        contre cote couleur couleurs coup cours coute debout debut degres deja demain demande demander depart
        depuis dernier derniere derriere dessous dessus detail deuxieme devant devient devrait difference
        different difficile dimanche dire direct disent dix doigt donc donne donner doute douze droit droite
        drop drops ecart ecrit effet encore enfin ensemble ensuite entre envie envies equipe essayer etabli
        etaient etait etant etes etranger etre exactement exemple existe expliquer face facile facon faire
        faisait falloir famille faudrait fille finalement fois force forcement forme fortune francs frere gagne
        garde gauche genre gens gentil gout grand grande grandes grands gros grosse habitude hauteur heure
        heures hier homme honnete honnetement huit idee idees image imagine importe impression interessant
        jamais janvier jeudi joie joli jolie jolis jouer jour journee jours jusqu jusque juste justement laisse
        large largeur leger legere lente lequel leurs libre lieu ligne lignes lire livre longtemps longue
        longueur lorsque lundi magasin main mains maintenant maison malgre manque marche marcher mardi marque
        marques matiere matin maximum meilleur meilleure membre membres meme memes merci mercredi mere messages
        metier metres mettre mieux milieu millimetres minimum minute minutes modele modeles moins moitie moment
        monde montre montrer montres mort mots moyen neuf niveau nom nombre normal notre nouveau nouveaux
        nouvelle nuit objet occasion octobre oeil onze orange ordre ouvert ouverture parce pareil parfait
        parfois parle parler parmi partie partir partout passe passer pendant pense penser perdre pere permet
        personne personnes petit petite petites petits peut photo photos piece pieces place plaisir plein
        plupart plusieurs plutot poids poignet porte portes pouce pourquoi pourrait pouvoir premier premiere
        premiers prendre prends presque pris probleme prochain prochaine proche produit promis propose propre
        quand quarante quart quatre quelle quelles quelqu quelque quelques quels question questions quinze
        quoique raison rapide rapidement rapport rare recevoir regarde regarder regle regler remarque reponse
        reste rester retarde retour rien rouge sais savoir seconde secondes semaine semaines semble sens sept
        sera serait serieux service seul seule seulement simple simplement site soin soir soixante soleil sommes
        sorte sortir souvent suisse suite suivant sujet sujets surtout table tables taille tant telephone telle
        tellement temps tenir texte tient tirer titre toujours tour tourne tourner tous tout toute toutes train
        travail travaux travers treize trente tres trois trop trouve trouver type univers usage utile utilise
        vaut vendre vendredi vendu venir vente verite vers veut vie vieille vieux vingt vite vitrine voila voir
        voit voiture volontiers votre vouloir voulu vrai vraie vraiment yeux
        """
    )
)
