"""What a stage handed on is frozen: the database itself refuses to change it."""

from django.db import migrations

FREEZE = """
CREATE FUNCTION creations_stage_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What stage % handed on is frozen.', OLD.id USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER creations_stage_frozen BEFORE UPDATE ON creations_stage FOR EACH ROW
WHEN (
    OLD.decided_at IS NOT NULL
    AND (OLD.decided_at, OLD.outcome, OLD.hands_on, OLD.ruled_at, OLD.opens_at, OLD.closes_at, OLD.n, OLD.creation_id,
        OLD.ballot_id)
        IS DISTINCT FROM
        (NEW.decided_at, NEW.outcome, NEW.hands_on, NEW.ruled_at, NEW.opens_at, NEW.closes_at, NEW.n, NEW.creation_id,
        NEW.ballot_id)
)
EXECUTE FUNCTION creations_stage_is_frozen();
"""
THAW = """
DROP TRIGGER creations_stage_frozen ON creations_stage;
DROP FUNCTION creations_stage_is_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("creations", "0001_initial")]

    operations = [migrations.RunSQL(FREEZE, THAW)]
