"""Foreign keys over two columns, which Django cannot declare.

With the partial unique constraints of the models they leave the database itself no way to sell a piece twice, to give
a claim a piece of another drop or more pieces than its quantity, or to let a quantity exceed the drop's cap.
"""

from django.db import migrations

KEYS = [
    # A claim repeats its drop's cap, and its own check keeps the quantity within it.
    ("drops_claim", "claim_cap_of_drop", "(drop_id, cap)", "drops_drop (id, per_member) ON UPDATE CASCADE"),
    # A hold's piece is one of its drop.
    ("drops_hold", "hold_piece_of_drop", "(piece_id, drop_id)", "drops_piece (id, drop_id)"),
    # A hold repeats its claim's drop and quantity, and its own check keeps the slot within it.
    (
        "drops_hold",
        "hold_terms_of_claim",
        "(claim_id, drop_id, quantity)",
        "drops_claim (id, drop_id, quantity) ON UPDATE CASCADE",
    ),
    # An ordered hold's order is its own claim's.
    ("drops_hold", "hold_order_of_claim", "(order_id, claim_id)", "drops_order (id, claim_id)"),
]


class Migration(migrations.Migration):
    dependencies = [("drops", "0001_initial")]

    operations = [
        migrations.RunSQL(
            f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY {columns} REFERENCES {target}",
            f"ALTER TABLE {table} DROP CONSTRAINT {name}",
        )
        for table, name, columns, target in KEYS
    ]
