using System;
using System.Threading.Tasks;
using Xunit;

namespace Ante.Tests
{
    /// <summary>What the mock can do beside what a real server can.</summary>
    public sealed class MockTests
    {
        private static readonly Terms Terms = new Terms { GameId = 1, Stake = 500, Currency = "GBP" };

        [Fact(DisplayName = "[UN17] the scripted opponent accepts a match, or leaves one to accept")]
        public void HasAScriptedOpponent() => OneThread.Run(async () =>
        {
            var (server, client, rival) = await SignedInAsync();
            Assert.False(server.Accept(rival, 1, 500, "GBP", 10));
            var attempt = await client.PlayAsync(Terms);
            Assert.True(server.Accept(rival, 1, 500, "GBP", 10));
            await attempt.SubmitAsync(20);
            Assert.Equal(Verdict.Won, (await attempt.SettledAsync()).Verdict);
            server.Challenge(rival, Terms, 30);
            var second = await client.PlayAsync(Terms);
            Assert.Equal(Role.Challenged, second.Role);
            await second.SubmitAsync(20);
            Assert.Equal(Verdict.Lost, (await second.SettledAsync()).Verdict);
        });

        [Fact(DisplayName = "[UN17] the mock fails on demand, with every problem code and without an answer")]
        public void FailsOnDemand() => OneThread.Run(async () =>
        {
            var (server, client, _) = await SignedInAsync();
            foreach (var code in Problems.Statuses.Keys)
            {
                if (code == "unauthorized") continue;
                server.FailureOf = request => request.Url.EndsWith("/me.json", StringComparison.Ordinal) ? Once(code) : null;
                if (code == "too_many_requests" || code == "unavailable")
                {
                    // Asked for once more a moment later.
                    Assert.Equal("you", (await client.GetMeAsync()).Username);
                    continue;
                }

                var problem = await Assert.ThrowsAnyAsync<ProblemException>(() => client.GetMeAsync());
                Assert.Equal((code, Problems.Statuses[code]), (problem.Code, problem.Status));
            }

            server.FailureOf = _ => new NoAnswerException("no network");
            await Assert.ThrowsAsync<UnavailableException>(() => client.GetMeAsync());

            Exception Once(string code)
            {
                server.FailureOf = _ => null;
                return MockServer.Refusal(code);
            }
        });

        private static async Task<(MockServer Server, AnteClient Client, MockPlayer Rival)> SignedInAsync()
        {
            var server = new MockServer(new RealTime());
            server.AddGame(new MockGame());
            var (player, rival) = (server.AddPlayer("you"), server.AddPlayer("rival"));
            var client = await AnteClient.CreateAsync(new AnteOptions { Transport = server.TransportFor(player) });
            Assert.Null(client.Player);
            Assert.Equal("you", (await client.LoginAsync()).Username);
            return (server, client, rival);
        }
    }
}
