/**
 * The way from a WebGL build to the browser client that its page has loaded (`/ante.js`). Texts are JSON. An answer comes
 * after the call has returned, never during it. ES5: Unity's Emscripten reads no newer syntax.
 */
var AnteWebLibrary = {
  $AnteWeb: {
    clients: {},
    opened: 0,
    events: ['matched', 'opponentFinished', 'settled', 'expired', 'void', 'wallet', 'submitted', 'refused', 'gap', 'signedIn', 'signedOut', 'connection'],

    /** Gives a text to a C# method, which copies it. */
    send: function (callback, number, content) {
      var text = JSON.stringify(content);
      var size = lengthBytesUTF8(text) + 1;
      var copy = _malloc(size);
      try {
        stringToUTF8(text, copy, size);
        {{{ makeDynCall('vii', 'callback') }}}(number, copy);
      } finally {
        _free(copy);
      }
    },
    state: function (ante) {
      return { player: ante.player, connection: ante.connection, walletJwt: ante.walletJwt };
    },
    failure: function (thrown) {
      var error = Object(thrown);
      return { name: String(error.name), code: error.code, status: error.status, message: String(error.message), errors: error.errors, retryAfter: error.retryAfter };
    },
    /** Attempts stay here, for their secrets; C# names them by their matches. */
    keep: function (client, value) {
      if (value && value.submit) client.attempts[value.matchId] = value;
      return value === undefined ? null : value;
    },
    run: function (client, method, args) {
      var target = method in client ? client : method in client.ante ? client.ante : client.attempts[args.shift()];
      return target[method].apply(target, args);
    },
    open: function (options, tell) {
      var waiting = [];
      if (options.asksForToken) {
        options.accessToken = function () {
          return new Promise(function (resolve, reject) {
            waiting.push({ resolve: resolve, reject: reject });
            tell('accessToken', null);
          });
        };
      }
      var ante = Ante.createAnte(options);
      return {
        ante: ante,
        attempts: {},
        listen: function () {
          AnteWeb.events.forEach(function (name) {
            ante.on(name, function (data) { tell(name, data); });
          });
        },
        giveToken: function (token) { waiting.shift().resolve(token); },
        refuseToken: function (message) { waiting.shift().reject(new Error(message)); }
      };
    }
  },

  /** Opens a client and returns its number; 0 when the page has no browser client, or it takes no such options. */
  AnteWebOpen: function (options, onEvent) {
    var number = ++AnteWeb.opened;
    try {
      AnteWeb.clients[number] = AnteWeb.open(JSON.parse(UTF8ToString(options)), function (name, data) {
        var client = AnteWeb.clients[number];
        var problem = data && data.problem ? AnteWeb.failure(data.problem) : null;
        if (client) AnteWeb.send(onEvent, number, { event: name, data: data, problem: problem, state: AnteWeb.state(client.ante) });
      });
      return number;
    } catch (failure) {
      console.error('Ante:', failure);
      return 0;
    }
  },

  /** Calls a method of the client or of an attempt. `onAnswer` gets the call's number and an answer. */
  AnteWebCall: function (number, call, method, args, onAnswer) {
    var client = AnteWeb.clients[number];
    var name = UTF8ToString(method);
    var given = JSON.parse(UTF8ToString(args));
    var answer = function (content) {
      if (!AnteWeb.clients[number]) return;
      content.state = AnteWeb.state(client.ante);
      AnteWeb.send(onAnswer, call, content);
    };
    new Promise(function (resolve) { resolve(AnteWeb.run(client, name, given)); }).then(
      function (value) { answer({ value: AnteWeb.keep(client, value) }); },
      function (thrown) { answer({ failure: AnteWeb.failure(thrown) }); }
    );
  },

  /** Closes a client; what it has not answered is not answered any more. */
  AnteWebClose: function (number) {
    AnteWeb.clients[number].ante.close();
    delete AnteWeb.clients[number];
  }
};

// Newer Emscriptens want to be told of these, older ones do not know them.
AnteWebLibrary.$AnteWeb__deps = ['$UTF8ToString', '$stringToUTF8', '$lengthBytesUTF8', 'malloc', 'free'].filter(function () {
  return '$UTF8ToString' in LibraryManager.library;
});
autoAddDeps(AnteWebLibrary, '$AnteWeb');
mergeInto(LibraryManager.library, AnteWebLibrary);
