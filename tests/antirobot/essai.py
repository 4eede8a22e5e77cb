"""A page with a protected form: it exists in tests only."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from portal.antirobot.formulaires import ProtectionMixin
from portal.http.acces import public
from portal.http.pages import never_store
from portal.ui.formulaires import Formulaire, TexteField
from portal.urls import handler400, handler403, handler404, handler500
from portal.urls import urlpatterns as du_portail

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

PAGE = """
{% extends "base.html" %}
{% load antirobot static ui %}
{% block titre %}Essai de preuve{% endblock %}
{% block contenu %}
  <div class="colonne">
    <h1>Essai de preuve</h1>
    {% if recu %}<p>Reçu de {{ recu }}, {{ form.preuve_de_travail|yesno:"avec,sans" }} preuve.</p>{% endif %}
    {% resume_erreurs form %}
    <form method="post" novalidate>
      {% antirobot form %}
      {% for c in form %}{% champ c %}{% endfor %}
      <p class="actions"><button class="bouton" name="suite" value="oui">Continuer</button></p>
    </form>
  </div>
{% endblock %}
{% block scripts %}<script src="{% static "js/preuve.js" %}" defer></script>{% endblock %}
"""


class EssaiForm(ProtectionMixin, Formulaire):
    nom = TexteField(label="Nom")


recus: list[str] = []


@public
@never_store
def page(request: HttpRequest) -> HttpResponse:
    form = EssaiForm(request.POST or None)
    recu = ""
    if request.method == "POST" and form.accepte():
        recu = f"{form.cleaned_data['nom']} ({request.POST.get('suite', '')})"
        recus.append(recu)
    return HttpResponse(engines["django"].from_string(PAGE).render({"form": form, "recu": recu}, request))


urlpatterns = [path("essai/", page, name="essai_preuve"), *du_portail]
