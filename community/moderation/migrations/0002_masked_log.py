from django.db import migrations

# The log still only grows. Where somebody has left the house, a transaction that says so takes their words out of it;
# what was done, when, by whom and about whom cannot be touched even then.
MASKABLE = """
CREATE OR REPLACE FUNCTION moderation_audit_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('moderation.masking', true) = 'on'
       AND (NEW.id, NEW.at, NEW.verb, NEW.by_id, NEW.about_id, NEW.kind, NEW.key)
           IS NOT DISTINCT FROM (OLD.id, OLD.at, OLD.verb, OLD.by_id, OLD.about_id, OLD.kind, OLD.key) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'The moderation log only grows.' USING ERRCODE = 'integrity_constraint_violation';
END
$$;
"""
FIXED = """
CREATE OR REPLACE FUNCTION moderation_audit_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The moderation log only grows.' USING ERRCODE = 'integrity_constraint_violation';
END
$$;
"""


class Migration(migrations.Migration):

    dependencies = [("moderation", "0001_initial")]

    operations = [migrations.RunSQL(MASKABLE, FIXED)]
