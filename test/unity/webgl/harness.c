/*
 * Stands in IL2CPP's place: what WebLibrary.cs does, in C. It is linked with AnteWeb.jslib by Emscripten. The page of the
 * test gives it one call at a time; what it was told goes to `heard(kind, number, text)` of the page.
 */
#include <emscripten.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

typedef void (*Callback)(int number, const char *text);

extern int AnteWebOpen(const char *options, Callback happened);
extern void AnteWebCall(int client, int call, const char *method, const char *arguments, Callback answered);
extern void AnteWebClose(int client);

static int inside = 0;

/* clang-format off */
EM_JS(void, hear, (const char *kind, int number, const char *text, int inside), {
  heard({ kind: UTF8ToString(kind), number: number, inside: inside, message: JSON.parse(UTF8ToString(text)) });
});
/* clang-format on */

static void take_answer(int call, const char *text) { hear("answer", call, text, inside); }

static void take_event(int client, const char *text) { hear("event", client, text, inside); }

/* Texts that a caller frees as soon as the call has returned, as IL2CPP does. */
static char *copy_of(const char *text) { return strcpy(malloc(strlen(text) + 1), text); }

static void spoil(char *text) {
  memset(text, '!', strlen(text));
  free(text);
}

EMSCRIPTEN_KEEPALIVE int harness_open(const char *options) {
  char *given = copy_of(options);
  inside = 1;
  int client = AnteWebOpen(given, take_event);
  inside = 0;
  spoil(given);
  return client;
}

EMSCRIPTEN_KEEPALIVE void harness_call(int client, int call, const char *method, const char *arguments) {
  char *name = copy_of(method);
  char *list = copy_of(arguments);
  inside = 1;
  AnteWebCall(client, call, name, list, take_answer);
  inside = 0;
  spoil(name);
  spoil(list);
}

EMSCRIPTEN_KEEPALIVE void harness_close(int client) { AnteWebClose(client); }

/* Bytes that are allocated now. */
EMSCRIPTEN_KEEPALIVE int harness_allocated(void) { return mallinfo().uordblks; }

int main(void) { return 0; }
