from django.urls import path

from menkou.boards.views import board, boards, faces, printing, words

app_name = "boards"
urlpatterns = [
    path("", boards.boards, name="boards"),
    path("boards.xlsx", boards.as_workbook, name="workbook"),
    path("make", boards.make, name="make"),
    path("print", printing.choose, name="print"),
    path("alarms", boards.alarms, name="alarms"),
    path("words", words.words, name="words"),
    path("words/logo", words.logo, name="logo"),
    path("hours/<str:code>", words.hours, name="hours"),
    path("portraits/<uuid:pk>", faces.portrait, name="portrait"),
    path("portraits/<uuid:pk>/remove", faces.remove, name="remove_portrait"),
    path("portraits/<uuid:pk>/photo", faces.photo, name="portrait_photo"),
    path("<uuid:pk>/", board.board, name="board"),
    path("<uuid:pk>/sheet.png", printing.sheet, name="sheet"),
    path("<uuid:pk>/print", printing.print_one, name="print_one"),
    path("<uuid:pk>/up", board.put_up, name="put_up"),
    path("<uuid:pk>/seen", board.look_at, name="look_at"),
    path("<uuid:pk>/down", board.take_down, name="take_down"),
    path("<uuid:pk>/revoke", board.revoke, name="revoke"),
    path("<uuid:pk>/reissue", board.reissue, name="reissue"),
    path("<uuid:pk>/photos/<uuid:placing>", board.photo, name="photo"),
]
