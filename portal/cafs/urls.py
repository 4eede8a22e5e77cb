from django.urls import path

from portal.cafs import views

app_name = "cafs"

urlpatterns = [
    path("ma-caf/", views.ma_caf, name="ma_caf"),
    path("ma-caf/choisir/", views.choisir, name="choisir"),
    path("ma-caf/oublier/", views.oublier, name="oublier"),
]
