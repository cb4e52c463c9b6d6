using System;
using System.Collections;
using System.Threading;
using System.Threading.Tasks;
using Ante.Unity;
using NUnit.Framework;
using UnityEngine.TestTools;

namespace Ante.Device.Tests
{
    /// <summary>Matches on a server in memory, with the frames of the game: compiled, stripped and run as the game is.</summary>
    public sealed class MatchTests
    {
        private static readonly Terms Terms = new Terms { GameId = 1, Stake = 500, Currency = "GBP" };

        [UnityTest]
        public IEnumerator PlaysToThePayout() => Frames.Run(async () =>
        {
            var (server, rival, client) = await SignInAsync();
            using (client)
            {
                SettledEvent? told = null;
                client.Settled += happened => told = happened;
                var attempt = await client.PlayAsync(Terms);
                await attempt.SubmitAsync(300);
                Assert.That(server.Accept(rival, 1, 500, "GBP", 200), Is.True);
                var settled = await attempt.SettledAsync();
                Assert.That(settled.Verdict, Is.EqualTo(Verdict.Won));
                Assert.That(settled.Result.AmountWon, Is.EqualTo(500));
                Assert.That((await client.GetMeAsync()).Balances["GBP"], Is.EqualTo(100_500));
                while (told == null) await AnteUnity.Scheduler.DelayAsync(TimeSpan.Zero, CancellationToken.None);
                Assert.That(told.Settled.Match.Id, Is.EqualTo(settled.Match.Id));
            }
        });

        [UnityTest]
        public IEnumerator FailsByTypedExceptions() => Frames.Run(async () =>
        {
            var (server, _, client) = await SignInAsync();
            using (client)
            {
                server.FailureOf = _ => MockServer.Refusal("insufficient_funds");
                var failure = await Frames.FailureOfAsync<InsufficientFundsException>(client.JoinAsync(Terms));
                Assert.That(failure?.Code, Is.EqualTo("insufficient_funds"));
            }
        });

        [UnityTest]
        public IEnumerator WaitsAndCancelsWithTheFrames() => Frames.Run(async () =>
        {
            var before = AnteUnity.Scheduler.Now;
            await AnteUnity.Scheduler.DelayAsync(TimeSpan.FromMilliseconds(50), CancellationToken.None);
            Assert.That(AnteUnity.Scheduler.Now - before, Is.GreaterThan(TimeSpan.FromMilliseconds(40)));
            using (var cancel = new CancellationTokenSource())
            {
                var waiting = AnteUnity.Scheduler.DelayAsync(TimeSpan.FromDays(1), cancel.Token);
                cancel.Cancel();
                Assert.That(await Frames.FailureOfAsync<OperationCanceledException>(waiting), Is.Not.Null);
            }
        });

        private static async Task<(MockServer Server, MockPlayer Rival, AnteClient Client)> SignInAsync()
        {
            var server = new MockServer(AnteUnity.Scheduler);
            server.AddGame(new MockGame());
            var player = server.AddPlayer("you");
            var client = await AnteClient.CreateAsync(new AnteOptions { Transport = server.TransportFor(player) });
            await client.LoginAsync();
            return (server, server.AddPlayer("rival"), client);
        }
    }
}
