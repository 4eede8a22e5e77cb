"""A page of a logged-in person with a password to choose and a code to type: it exists in tests only."""

from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template import engines
from django.urls import path

from accounts.mots_de_passe import POLITIQUES
from portal.http.acces import public
from portal.http.pages import never_store
from portal.ui.formulaires import CodeField, Formulaire, MotDePasseField
from portal.urls import handler400, handler403, handler404, handler500
from portal.urls import urlpatterns as du_portail

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

PAGE = """
{% extends "base.html" %}
{% load static ui %}
{% block titre %}Essai de compte{% endblock %}
{% block contenu %}
  <div class="colonne">
    <h1>Essai de compte</h1>
    {% if recu %}<p>Reçu.</p>{% endif %}
    {% resume_erreurs form %}
    <form method="post" novalidate>
      {% csrf_token %}
      {% champ form.code %}
      {% champ form.nouveau %}
      {% regles_mot_de_passe form.nouveau regles confirmation=form.confirmation %}
      {% champ form.confirmation %}
      <p class="actions"><button class="bouton">Continuer</button></p>
    </form>
    {% veille_session restant "/session/" "/deconnexion/" "/connexion/" %}
  </div>
{% endblock %}
{% block scripts %}
  <script src="{% static "js/motdepasse.js" %}" defer></script>
  <script src="{% static "js/veille.js" %}" defer></script>
{% endblock %}
"""


class EssaiForm(Formulaire):
    code = CodeField(label="Code")
    nouveau = MotDePasseField(label="Nouveau mot de passe", nouveau=True)
    confirmation = MotDePasseField(label="Confirmation du nouveau mot de passe", nouveau=True)


@dataclass
class Session:
    """What the server would say, and what it was asked."""

    restant: int = 1800
    prolongee: int = 1800
    panne: bool = False
    fermee: bool = False
    jeton: str = ""
    demandes: list[str] = field(default_factory=list)
    jetons_recus: list[str] = field(default_factory=list)
    deconnexions: int = 0


etat = Session()
recus: list[dict[str, str]] = []


@public
@never_store
def page(request: HttpRequest) -> HttpResponse:
    form = EssaiForm(request.POST or None)
    recu = request.method == "POST" and form.accepte()
    if recu:
        recus.append(form.cleaned_data)
    contexte = {"form": form, "recu": recu, "regles": POLITIQUES["caf_2023"].regles, "restant": 1800}
    return HttpResponse(engines["django"].from_string(PAGE).render(contexte, request))


@public
@never_store
def session(request: HttpRequest) -> HttpResponse:
    etat.demandes.append(str(request.method))
    etat.jetons_recus.append(request.headers.get("X-CSRFToken", ""))
    if etat.panne:
        return JsonResponse({}, status=503)
    if etat.fermee:
        return JsonResponse({}, status=403)
    if request.method == "POST":
        etat.restant = etat.prolongee
    return JsonResponse({"restant": etat.restant, **({"jeton": etat.jeton} if etat.jeton else {})})


@public
@never_store
def deconnexion(request: HttpRequest) -> HttpResponse:
    etat.deconnexions += 1
    return HttpResponseRedirect("/")


urlpatterns = [
    path("essai/", page, name="essai_compte"),
    path("session/", session, name="essai_session"),
    path("deconnexion/", deconnexion, name="essai_deconnexion"),
    *du_portail,
]
