from django.urls import path

from portal.ui import views

app_name = "ui"

urlpatterns = [
    path("preferences/contraste/", views.contraste, name="contraste"),
    path("composants/", views.composants, name="composants"),
]
