import django.db.models.functions.datetime
from django.db import migrations, models

# Rows come in freely; the identity is drawn after the table is locked for writing (ROW EXCLUSIVE, which hinders no
# other writer): that order is what lets the sealing task know which smaller numbers may still arrive.
EVENEMENTS = """
CREATE TABLE journal_evenement (
    id bigint GENERATED ALWAYS AS IDENTITY,
    instant timestamptz NOT NULL DEFAULT clock_timestamp(),
    action varchar(60) NOT NULL,
    acteur varchar(16) NOT NULL DEFAULT '',
    nature varchar(8) NOT NULL DEFAULT '',
    sujet varchar(60) NOT NULL DEFAULT '',
    caf varchar(3) NOT NULL DEFAULT '',
    requete varchar(64) NOT NULL DEFAULT '',
    donnees jsonb NOT NULL DEFAULT '{}',
    CONSTRAINT journal_evenement_pk PRIMARY KEY (id, instant),
    CONSTRAINT journal_evenement_donnees CHECK (jsonb_typeof(donnees) = 'object' AND octet_length(donnees::text) < 4000)
) PARTITION BY RANGE (instant);
CREATE INDEX journal_evenement_sujet ON journal_evenement (sujet, id);
CREATE INDEX journal_evenement_acteur ON journal_evenement (acteur, id);
"""
SCELLEMENTS = """
CREATE TABLE journal_scellement (
    id bigint PRIMARY KEY,
    nature varchar(6) NOT NULL CONSTRAINT journal_scellement_nature CHECK (nature IN ('lot', 'depart')),
    mois date NOT NULL CONSTRAINT journal_scellement_mois CHECK (extract(day FROM mois) = 1),
    premier bigint NOT NULL,
    dernier bigint NOT NULL,
    nombre bigint NOT NULL CONSTRAINT journal_scellement_nombre CHECK (nombre > 0),
    lignes char(64) NOT NULL,
    empreinte char(64) NOT NULL CONSTRAINT journal_scellement_empreinte UNIQUE,
    instant timestamptz NOT NULL,
    CONSTRAINT journal_scellement_bornes CHECK (premier <= dernier)
);
CREATE UNIQUE INDEX journal_scellement_depart ON journal_scellement (mois) WHERE nature = 'depart';
CREATE UNIQUE INDEX journal_scellement_dernier ON journal_scellement (dernier) WHERE nature = 'lot';
"""
# ALWAYS: a session that says it is a replica is refused as well. Row triggers follow every partition, those of
# TRUNCATE do not: `portal.journal.partitions` sets one on each.
REFUS = """
CREATE FUNCTION journal_refuser() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'le journal ne se modifie pas : % refusé sur %', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER journal_ecrit_une_fois BEFORE UPDATE OR DELETE ON journal_evenement
    FOR EACH ROW EXECUTE FUNCTION journal_refuser();
CREATE TRIGGER journal_jamais_vide BEFORE TRUNCATE ON journal_evenement
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuser();
CREATE TRIGGER journal_ecrit_une_fois BEFORE UPDATE OR DELETE ON journal_scellement
    FOR EACH ROW EXECUTE FUNCTION journal_refuser();
CREATE TRIGGER journal_jamais_vide BEFORE TRUNCATE ON journal_scellement
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuser();
ALTER TABLE journal_evenement ENABLE ALWAYS TRIGGER journal_ecrit_une_fois;
ALTER TABLE journal_evenement ENABLE ALWAYS TRIGGER journal_jamais_vide;
ALTER TABLE journal_scellement ENABLE ALWAYS TRIGGER journal_ecrit_une_fois;
ALTER TABLE journal_scellement ENABLE ALWAYS TRIGGER journal_jamais_vide;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.RunSQL(EVENEMENTS, "DROP TABLE journal_evenement"),
        migrations.RunSQL(SCELLEMENTS, "DROP TABLE journal_scellement"),
        migrations.RunSQL(REFUS, "DROP FUNCTION journal_refuser() CASCADE"),
        # For Django only: these tables are not its own to create, empty or drop.
        migrations.CreateModel(
            name='Evenement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('instant', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='le')),
                ('action', models.CharField(max_length=60, verbose_name='action')),
                ('acteur', models.CharField(blank=True, max_length=16, verbose_name='compte')),
                ('nature', models.CharField(blank=True, max_length=8, verbose_name='nature du compte')),
                ('sujet', models.CharField(blank=True, max_length=60, verbose_name='objet')),
                ('caf', models.CharField(blank=True, max_length=3, verbose_name='Caf')),
                ('requete', models.CharField(blank=True, max_length=64, verbose_name='requête')),
                ('donnees', models.JSONField(default=dict, verbose_name='détails')),
            ],
            options={
                'verbose_name': 'événement',
                'verbose_name_plural': 'événements',
                'db_table': 'journal_evenement',
                'managed': False,
            },
        ),
        migrations.CreateModel(
            name='Scellement',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('nature', models.CharField(choices=[('lot', 'Lot scellé'), ('depart', 'Mois effacé')], max_length=6, verbose_name='nature')),
                ('mois', models.DateField(verbose_name='mois')),
                ('premier', models.BigIntegerField(verbose_name='premier événement')),
                ('dernier', models.BigIntegerField(verbose_name='dernier événement')),
                ('nombre', models.BigIntegerField(verbose_name='nombre d’événements')),
                ('lignes', models.CharField(max_length=64, verbose_name='empreinte des lignes')),
                ('empreinte', models.CharField(max_length=64, verbose_name='empreinte')),
                ('instant', models.DateTimeField(verbose_name='scellé le')),
            ],
            options={
                'verbose_name': 'scellement',
                'verbose_name_plural': 'scellements',
                'db_table': 'journal_scellement',
                'managed': False,
            },
        ),
    ]
