"""A recovery becomes one of several reasons to prove who one is: the table takes the name of what it holds."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0004_creation"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="secret", name="secret_un_seul_code_a_la_fois"),
        migrations.RemoveConstraint(model_name="recuperation", name="recuperation_reference_unique"),
        migrations.RemoveConstraint(model_name="recuperation", name="recuperation_etat_connu"),
        migrations.RemoveConstraint(model_name="recuperation", name="recuperation_prouvee_par_quelqu_un"),
        migrations.RenameModel(old_name="Recuperation", new_name="Verification"),
        migrations.RenameField(model_name="secret", old_name="recuperation", new_name="verification"),
        migrations.RenameIndex(model_name="verification", old_name="recuperation_perimee", new_name="verification_perimee"),
        migrations.AlterModelOptions(
            name='verification',
            options={'verbose_name': 'vérification', 'verbose_name_plural': 'vérifications'},
        ),
        migrations.AlterField(
            model_name='verification',
            name='personne',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='verifications', to='accounts.personne'),
        ),
        migrations.AlterField(
            model_name='verification',
            name='usage',
            field=models.CharField(choices=[('oubli', 'Mot de passe oublié'), ('premiere', 'Première connexion'), ('creation', 'Création d’un compte'), ('connexion', 'Code à la connexion'), ('preuve', 'Vérification avant un changement'), ('contact', 'Nouvelle coordonnée')], editable=False, max_length=9, verbose_name='usage'),
        ),
        migrations.AddConstraint(
            model_name='secret',
            constraint=models.UniqueConstraint(condition=models.Q(('annule_le', None), ('utilise_le', None), models.Q(('forme', 'lettre'), _negated=True)), fields=('verification',), name='secret_un_seul_code_a_la_fois', violation_error_message='Un nouveau code annule le précédent.'),
        ),
        migrations.AddConstraint(
            model_name='verification',
            constraint=models.UniqueConstraint(fields=('reference',), name='verification_reference_unique', violation_error_message='Une autre vérification a déjà cette référence.'),
        ),
        migrations.AddConstraint(
            model_name='verification',
            constraint=models.CheckConstraint(condition=models.Q(('etat__in', ['ouverte', 'envoyee', 'prouvee', 'terminee', 'abandon'])), name='verification_etat_connu', violation_error_message='Cet état n’existe pas.'),
        ),
        migrations.AddConstraint(
            model_name='verification',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('etat__in', ['prouvee', 'terminee']), _negated=True), ('personne__isnull', False), _connector='OR'), name='verification_prouvee_par_quelqu_un', violation_error_message='Personne n’a prouvé qui elle est.'),
        ),
    ]
