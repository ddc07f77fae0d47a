from django.urls import path

from menkou.plans import board, comparing, export, moving, views, why

app_name = "plans"
VILLAGE = "<int:number>/villages/<str:place>"
urlpatterns = [
    path("", views.plans, name="plans"),
    path("ask", views.ask, name="ask"),
    path("repair", views.repair, name="repair"),
    path("<int:number>/", views.version, name="version"),
    path("<int:number>/progress", views.progress, name="progress"),
    path("<int:number>/cancel", views.cancel, name="cancel"),
    path("<int:number>/redraw", views.redraw, name="redraw"),
    path("<int:number>/undo", views.undo, name="undo"),
    path("<int:number>/approve", views.approve, name="approve"),
    path("<int:number>/unapprove", views.unapprove, name="unapprove"),
    path("<int:number>/publish", views.publish, name="publish"),
    path("<int:number>/withdraw", views.withdraw, name="withdraw"),
    path("<int:number>/board", board.board, name="board"),
    path("<int:number>/export", export.export, name="export"),
    path("compare", comparing.compare, name="compare"),
    path("compare/export", export.export_comparison, name="compare_export"),
    path(VILLAGE, why.village, name="village"),
    path(f"{VILLAGE}/<str:post>/choose", moving.choose, name="choose"),
    path(f"{VILLAGE}/<str:post>/to/<uuid:who>", moving.move, name="move"),
    path(f"{VILLAGE}/<str:post>/swap", moving.swaps, name="swaps"),
    path(f"{VILLAGE}/<str:post>/swap/<str:beside>/<str:beside_post>", moving.swap, name="swap"),
    path(f"{VILLAGE}/<str:post>/lock", moving.lock, name="lock"),
    path(f"{VILLAGE}/<str:post>/unlock", moving.unlock, name="unlock"),
]
