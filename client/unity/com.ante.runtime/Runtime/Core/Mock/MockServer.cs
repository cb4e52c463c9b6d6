using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Ante.Contract;
using Ante.Json;

namespace Ante
{
    /// <summary>
    /// A whole server in memory, for the Editor and for tests: games, players and money, deadlines that move by hand, and each
    /// failure on demand. Clients reach it by <see cref="TransportFor"/>; everything above HTTP is what real games run.
    /// </summary>
    public sealed class MockServer : IHttp
    {
        private readonly IScheduler scheduler;
        private readonly MockMatches matches;
        private readonly Waking waking;
        private readonly List<MockPlayer> players = new List<MockPlayer>();
        private readonly HashSet<string> tokens = new HashSet<string>();
        private TimeSpan ahead;

        /// <summary>Makes a server without games and players.</summary>
        public MockServer(IScheduler scheduler)
        {
            this.scheduler = scheduler;
            waking = new Waking(scheduler);
            matches = new MockMatches(() => Now, waking.Wake);
        }

        /// <summary>Asked before each request is done: an exception made by <see cref="Refusal"/>, or <see cref="NoAnswerException"/>.</summary>
        public Func<HttpRequest, Exception?> FailureOf { get; set; } = _ => null;

        private DateTimeOffset Now => scheduler.Now + ahead;

        /// <summary>A refusal with this problem code, such as <c>insufficient_funds</c>, for <see cref="FailureOf"/>.</summary>
        public static ProblemException Refusal(string code) =>
            Problems.Of(code, Problems.Statuses.TryGetValue(code, out var status) ? status : 422, $"The mock was told to answer {code}");

        /// <summary>Registers a game, or changes the rules of one.</summary>
        public void AddGame(MockGame game) => matches.Games[game.Id] = game;

        /// <summary>Creates a player with this much money.</summary>
        public MockPlayer AddPlayer(string username, long balance = 100_000, string currency = "GBP")
        {
            var player = new MockPlayer(players.Count + 1, username, currency, balance);
            players.Add(player);
            return player;
        }

        /// <summary>Lets time move on; what is due is decided.</summary>
        public void Advance(TimeSpan time)
        {
            ahead += time;
            matches.Decide();
            waking.Wake();
        }

        /// <summary>The scripted opponent: accepts the oldest match that waits in this game and scores; false: none waits.</summary>
        public bool Accept(MockPlayer opponent, long gameId, long stake, string currency, Score score)
        {
            var open = matches.Open(opponent, gameId, stake, currency).FirstOrDefault();
            if (open == null) return false;
            matches.Accept(opponent, open.Id);
            matches.Post(opponent, open.Id, score, open.SideOf(opponent)!.Secret);
            return true;
        }

        /// <summary>The scripted opponent: leaves a match to accept, with its score in already.</summary>
        public void Challenge(MockPlayer opponent, Terms terms, Score score)
        {
            var created = matches.Create(
                opponent, new NewMatchTerms { GameId = terms.GameId, Stake = terms.Stake, Currency = terms.Currency });
            matches.Post(opponent, created.Id, score, created.Challenger.Secret);
        }

        /// <summary>A transport whose player signs in by itself when the game asks for a sign-in.</summary>
        public ITransport TransportFor(MockPlayer player) => new NativeTransport(
            new AnteOptions { Server = "https://mock.invalid", ClientId = "mock" },
            new NativeSurroundings(this, scheduler, new MemoryStorage(), BrowserFor(player)));

        /// <summary>A browser in which this player signs in and allows whatever is asked for.</summary>
        public IBrowser BrowserFor(MockPlayer player)
        {
            DeepLinkBrowser browser = null!;
            browser = new DeepLinkBrowser(
                "ante.mock:/signed-in",
                url =>
                {
                    var state = FormText.Read(url.Substring(url.IndexOf('?') + 1))["state"];
                    browser.Deliver("ante.mock:/signed-in?" + FormText.Of(("code", $"{player.Id}"), ("state", state)));
                },
                null);
            return browser;
        }

        /// <inheritdoc/>
        public async Task<HttpAnswer> SendAsync(HttpRequest request, CancellationToken cancellation)
        {
            // A real answer never comes during the call.
            await scheduler.DelayAsync(TimeSpan.Zero, cancellation);
            try
            {
                var failure = FailureOf(request);
                if (failure != null) throw failure;
                matches.Decide();
                return new HttpAnswer(200, (await AnswerAsync(request, cancellation)).ToString());
            }
            catch (ProblemException problem)
            {
                return new HttpAnswer(problem.Status, BodyOf(problem).ToString());
            }
        }

        private async Task<JsonValue> AnswerAsync(HttpRequest request, CancellationToken cancellation)
        {
            var url = new Uri(request.Url);
            var query = FormText.Read(url.Query.TrimStart('?'));
            if (url.AbsolutePath == OAuthPaths.Token) return Token(FormText.Read(request.Body ?? ""));
            if (url.AbsolutePath == OAuthPaths.Revoke) return Revoke(FormText.Read(request.Body ?? ""));
            var player = PlayerOf(request);
            var path = url.AbsolutePath.Replace("/api/gaming-async/v1/", "").Replace(".json", "").Split('/');
            switch (request.Method + " " + string.Join("/", path.Select((part, index) => index == 1 && part.Length == 32 ? ":id" : part)))
            {
                case "GET me": return new JsonObject().Set("me", MeOf(player));
                case "GET me/events": return await EventsAsync(player, query, cancellation);
                case "GET me/matches": return List(matches.Of(player).Where(match => IsIn(match, query)), player);
                case "GET matches": return List(matches.Open(player, Long(query, "game_id"), Long(query, "stake"), query["currency"]), player);
                case "POST matches": return One(matches.Create(player, TermsIn(request)), player);
                case "POST matches/join": return One(matches.Join(player, TermsIn(request)), player);
                case "GET matches/:id": return One(matches.Own(player, path[1]), player);
                case "PUT matches/:id/accept": return One(matches.Accept(player, path[1]), player);
                case "PUT matches/:id/prolong": return One(matches.Prolong(player, path[1]), player);
                case "GET matches/:id/result": return Result(matches.Own(player, path[1]), player);
                case "POST matches/:id/result":
                    var posted = NewScore.FromJson(JsonValue.Parse(request.Body ?? "")).MatchScore;
                    return Result(matches.Post(player, path[1], posted.Score, posted.Secret), player);
                default: throw new NotFoundException("The mock has no such call");
            }
        }

        private async Task<JsonValue> EventsAsync(
            MockPlayer player, Dictionary<string, string> query, CancellationToken cancellation)
        {
            var (after, until) = (Long(query, "after"), scheduler.Now + TimeSpan.FromSeconds(Long(query, "wait")));
            while (player.Events.Count <= after && scheduler.Now < until)
            {
                await waking.SleepAsync(until - scheduler.Now, cancellation);
            }

            var events = player.Events.Where(happened => happened.Seq > after).Take(100).ToList();
            return new OwnEventsResponse { Events = events, LastSeq = player.Events.Count }.ToJson();
        }

        private JsonValue Token(Dictionary<string, string> form)
        {
            var isRefresh = form["grant_type"] == "refresh_token";
            var grant = isRefresh ? form["refresh_token"] : form["code"];
            var id = grant.Split('-')[0];
            var isGood = isRefresh ? tokens.Contains(grant) : players.Any(player => $"{player.Id}" == grant);
            if (!isGood) return new JsonObject().Set("error", JsonValue.Of("invalid_grant"));
            var (access, refresh) = ($"{id}-{SecretText.OfBytes(8)}", isRefresh ? grant : $"{id}-{SecretText.OfBytes(8)}");
            tokens.Add(access);
            tokens.Add(refresh);
            return new TokenAnswer { AccessToken = access, RefreshToken = refresh, TokenType = "Bearer", ExpiresIn = 3600 }.ToJson();
        }

        /// <summary>All tokens of the player end with one of them.</summary>
        private JsonValue Revoke(Dictionary<string, string> form)
        {
            var id = form["token"].Split('-')[0] + "-";
            tokens.RemoveWhere(token => token.StartsWith(id, StringComparison.Ordinal));
            return new JsonObject();
        }

        private MockPlayer PlayerOf(HttpRequest request)
        {
            request.Headers.TryGetValue("Authorization", out var header);
            var token = (header ?? "").Replace("Bearer ", "");
            if (!tokens.Contains(token)) throw SignedOutProblem.Make();
            return players.Find(player => $"{player.Id}" == token.Split('-')[0]);
        }

        private static JsonValue MeOf(MockPlayer player) => new Contract.Me
        {
            Id = player.Id,
            Username = player.Username,
            Nickname = player.Username,
            Balances = player.Balances,
        }.ToJson();

        private JsonValue One(MockMatch match, MockPlayer player) =>
            new JsonObject().Set("match", match.For(player, Now).ToJson());

        private static JsonValue Result(MockMatch match, MockPlayer player) =>
            new JsonObject().Set("match_result", match.ResultFor(player).ToJson());

        private JsonValue List(IEnumerable<MockMatch> listed, MockPlayer player)
        {
            var all = new JsonArray();
            foreach (var match in listed) all.Items.Add(match.For(player, Now).ToJson());
            return new JsonObject().Set("matches", all).Set("meta", new PageMeta { Count = all.Items.Count }.ToJson());
        }

        private static bool IsIn(MockMatch match, Dictionary<string, string> query) =>
            !query.TryGetValue("state", out var state) || MatchStateText.Of(match.State) == state;

        private static NewMatchTerms TermsIn(HttpRequest request) =>
            NewMatch.FromJson(JsonValue.Parse(request.Body ?? "")).Match;

        private static long Long(Dictionary<string, string> query, string name) =>
            query.TryGetValue(name, out var text) ? long.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : 0;

        private static JsonValue BodyOf(ProblemException problem)
        {
            var errors = problem.Errors.Select(error => new FieldError { Path = error.Path, Message = error.Message }).ToList();
            return new ProblemBody
            {
                Type = "about:blank",
                Title = problem.Code,
                Status = problem.Status,
                Detail = problem.Message,
                Code = problem.Code,
                Errors = errors.Count == 0 ? null : errors,
            }.ToJson();
        }
    }
}
