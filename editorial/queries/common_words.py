"""French that says nothing of watches, folded: what a list of candidates does not need. Editors set aside the rest."""

from community.text.folding import words_of

LINKING = frozenset(["a", "au", "aux", "d", "de", "des", "du", "en", "la", "l", "le", "les"])

COMMON = frozenset(
    words_of(
        """
        absolument accord achete acheter acheteur affaire ailleurs aimer aimerais ainsi aller alors annee annees
        apparemment appelle apprend apres arrive arriver article assez attendre attention aucun aucune aujourd
        aussi autant autour autre autres avaient avais avait avant avec avoir avons beaucoup besoin bonjour
        bonne bonnes bonsoir bravo cafe carrement cela celle celles celui cent certain certaine certains chacun
        chaque cherche chercher chere chers chose choses combien commande comme comment complet completement
        comprendre comprends compris compte concours conseil conseils content contre cote couleur couleurs coup
        cours coute debut deja demain demande demander depuis dernier derniere derriere dessous dessus detail
        deuxieme devant devient devrait difference different difficile dimanche dire direct disent donc donne
        donner doute droit drop drops effet encore enfin ensemble ensuite entre envie equipe essayer etaient
        etait etant etes etranger etre exactement exemple existe expliquer facile facon faire faisait falloir
        famille faudrait fille finalement fois forcement forme francs gauche genre gens gentil grand grande
        grandes grands gros grosse heure heures hier homme honnete honnetement idee idees image imagine importe
        impression interessant jamais janvier jeudi joli jolie jolis jouer jour journee jours jusqu jusque juste
        justement laisse large leger legere lequel leurs libre lieu lire livre longtemps longue lorsque lundi
        mains maintenant maison malgre manque marche marcher mardi marque marques matin maximum meilleur
        meilleure membre membres meme memes merci mercredi messages mettre mieux milieu minimum minute minutes
        modele modeles moins moment monde montre montrer montres moyen neuf niveau nombre normal notre nouveau
        nouveaux nouvelle nuit objet occasion octobre orange ordre ouvert ouverture parce pareil parfait parfois
        parle parler parmi partie partir partout passe passer pendant pense penser perdre permet personne
        personnes petit petite petites petits peut piece pieces place plaisir plein plupart plusieurs plutot
        poids poignet pourquoi pourrait pouvoir premier premiere prendre presque pris probleme prochain
        prochaine proche produit promis propose propre quand quart quatre quelle quelles quelqu quelque quelques
        quels question questions quinze quoique raison rapide rapidement rapport rare recevoir regarde regarder
        reponse reste rester retour rien rouge sais savoir seconde secondes semaine semaines semble sens sera
        serait serieux seul seule seulement simple simplement site soir soixante soleil sommes sorte sortir
        souvent suisse suite suivant sujet surtout table tables tant telephone telle tellement temps tenir tient
        tirer titre toujours tour tourne tous tout toute toutes train travail travers treize trente tres trois
        trop trouve trouver type univers utile utilise vaut vendre vendredi vendu venir vente verite vers veut
        vieille vieux vingt vite voila voir voit voiture volontiers votre vouloir voulu vrai vraie vraiment yeux
        """
    )
)
