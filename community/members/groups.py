"""The teams of the house. Their rows come with the first migration; their permissions with the parts they work in."""

EDITORS = "Rédaction"
DROP_TEAM = "Équipe des drops"
MODERATORS = "Modération"
