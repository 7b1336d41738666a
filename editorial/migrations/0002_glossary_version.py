"""The database renews the glossary's stamp itself, whoever writes a term and however."""

from django.db import migrations

WATCH = """
CREATE FUNCTION editorial_renew_glossary() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO editorial_glossaryversion (id, stamp) VALUES (1, gen_random_uuid())
    ON CONFLICT (id) DO UPDATE SET stamp = EXCLUDED.stamp;
    RETURN NULL;
END $$;
CREATE TRIGGER editorial_term_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON editorial_term
    FOR EACH STATEMENT EXECUTE FUNCTION editorial_renew_glossary();
"""
UNWATCH = """
DROP TRIGGER editorial_term_changed ON editorial_term;
DROP FUNCTION editorial_renew_glossary();
"""


class Migration(migrations.Migration):
    dependencies = [("editorial", "0001_initial")]
    operations = [migrations.RunSQL(WATCH, UNWATCH)]
