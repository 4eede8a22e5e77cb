from django.urls import path

from simulations import views

app_name = "prime_activite"

urlpatterns = [path("", views.debut, name="debut"), *views.VUES.urls()]
