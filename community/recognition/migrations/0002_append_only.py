from django.db import migrations

# What was given stays written. Where somebody has left the house, a transaction that says so takes out what a line was
# for; who, how many points, for which reason and when cannot be touched even then. TRUNCATE is left alone: tests empty
# their tables with it, and nobody does by mistake.
APPEND_ONLY = """
CREATE FUNCTION recognition_ledger_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('recognition.masking', true) = 'on' AND NEW.source = 'gone:' || OLD.id
       AND (NEW.id, NEW.member_id, NEW.points, NEW.reason, NEW.universe_id, NEW.turn, NEW.reverses_id, NEW.at)
           IS NOT DISTINCT FROM
           (OLD.id, OLD.member_id, OLD.points, OLD.reason, OLD.universe_id, OLD.turn, OLD.reverses_id, OLD.at) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'The ledger of points only grows.' USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER recognition_ledger_stays BEFORE UPDATE OR DELETE ON recognition_entry
FOR EACH ROW EXECUTE FUNCTION recognition_ledger_stays();
"""
CHANGEABLE = """
DROP TRIGGER recognition_ledger_stays ON recognition_entry;
DROP FUNCTION recognition_ledger_stays();
"""


class Migration(migrations.Migration):

    dependencies = [("recognition", "0001_initial")]

    operations = [migrations.RunSQL(APPEND_ONLY, CHANGEABLE)]
