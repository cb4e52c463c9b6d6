using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Ante.Json;
using Xunit;

namespace Ante.Tests
{
    /// <summary>Servers that have the four calls of the CashPlay document and nothing else, and the files of a device.</summary>
    public sealed class CashPlayTests
    {
        private static readonly Terms Terms = new Terms { GameId = 1, Stake = 500, Currency = "GBP" };

        [Fact(DisplayName = "[UN18] a match is played to its result on a server with the CashPlay calls alone")]
        public void PlaysWithoutAntesCalls() => OneThread.Run(async () =>
        {
            var server = new MockServer(new RealTime());
            server.AddGame(new MockGame());
            var (ada, bob) = (await ClientAsync(server), await ClientAsync(server));
            var first = await ada.PlayAsync(Terms);
            var again = await ada.PlayAsync(Terms);
            Assert.True(again.Resumed);
            var second = await bob.PlayAsync(Terms);
            Assert.Equal((Role.Challenger, Role.Challenged), (first.Role, second.Role));
            Assert.Equal((first.MatchId, first.Seed), (second.MatchId, second.Seed));
            Assert.Null((await first.SubmitAsync(9)).Outcome);
            await second.SubmitAsync(4);
            Assert.Equal((Verdict.Won, Verdict.Lost), ((await first.SettledAsync()).Verdict, (await second.SettledAsync()).Verdict));
        });

        [Fact(DisplayName = "[UN18] a device keeps each text in a file, whatever its name")]
        public void KeepsTextsInFiles()
        {
            var folder = Directory.CreateTempSubdirectory("ante-storage-").FullName;
            var storage = new FileStorage(folder);
            storage.Write("ante:https://a.example:x:outbox:1", "one");
            storage.Write("ante:https://a.example:x:outbox:1", "two");
            Assert.Equal("two", new FileStorage(folder).Read("ante:https://a.example:x:outbox:1"));
            Assert.Single(storage.Names("ante:https://a.example:x:outbox:"));
            storage.Remove("ante:https://a.example:x:outbox:1");
            Assert.Null(storage.Read("ante:https://a.example:x:outbox:1"));
            Assert.Empty(Directory.GetFiles(folder));
            Directory.Delete(folder, true);
        }

        private static async Task<AnteClient> ClientAsync(MockServer server)
        {
            var player = server.AddPlayer("somebody");
            var request = new HttpRequest("POST", "https://mock.invalid/oauth/token", TimeSpan.FromSeconds(1))
            {
                Body = $"grant_type=authorization_code&code={player.Id}",
            };
            var answer = (JsonObject)JsonValue.Parse((await server.SendAsync(request, default)).Body);
            var token = ((JsonString)answer["access_token"]!).Value;
            var options = new AnteOptions { Server = "https://mock.invalid", ClientId = "x", AccessToken = _ => Task.FromResult(token) };
            var surroundings = new NativeSurroundings(
                new CashPlayHttp(server), new RealTime(), new MemoryStorage(), server.BrowserFor(player));
            options.Transport = new NativeTransport(options, surroundings);
            return await AnteClient.CreateAsync(options);
        }

        /// <summary>Takes away what Ante adds: calls and fields.</summary>
        private sealed class CashPlayHttp : IHttp
        {
            private readonly IHttp http;

            public CashPlayHttp(IHttp http) => this.http = http;

            public async Task<HttpAnswer> SendAsync(HttpRequest request, CancellationToken cancellation)
            {
                var call = request.Method + " " + new Uri(request.Url).AbsolutePath;
                var isThere = call.EndsWith("T /api/gaming-async/v1/matches.json", StringComparison.Ordinal)
                    || call.EndsWith("/accept.json", StringComparison.Ordinal)
                    || (request.Method == "POST" && call.EndsWith("/result.json", StringComparison.Ordinal));
                if (!isThere) return new HttpAnswer(404, "Not found");
                var answer = await http.SendAsync(request, cancellation);
                var added = "\"(state|game_id|created_at|open_until|result_until|seed|outcome)\":(\"[^\"]*\"|\\d+|null),?";
                var body = System.Text.RegularExpressions.Regex.Replace(answer.Body, added, "").Replace(",}", "}");
                return new HttpAnswer(answer.Status, body);
            }
        }
    }
}
